import { LitElement, css, html } from 'lit';

/** A minimal Lit element, to compare the button with. */
class MinimalElement extends LitElement {
  static override styles = css`
    button {
      font: inherit;
    }
  `;

  override render(): unknown {
    return html`<button>Pay</button>`;
  }

  override firstUpdated(): void {
    this.dispatchEvent(new Event('mytpe-ready', { bubbles: true, composed: true }));
  }
}

customElements.define('minimal-element', MinimalElement);
