import { LitElement, css, html } from 'lit';

/** The least that a Lit element costs a page: the yardstick for the button. */
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
