import { type TemplateResult, html, nothing } from 'lit';

import type { ButtonController } from './button-controller.ts';

/** The seller's terms from the page: a link, with a checkbox if they must be accepted. */
export function termsView(button: ButtonController): unknown {
  const { host, state, strings } = button;
  if (state.phase === 'closed') return nothing;
  const url = webAddress(host.termsUrl);
  const link = (text: string | undefined) =>
    url ? html`<a href=${url} target="_blank" rel="noopener">${text}</a>` : text;
  const [before, name, after] = strings.accept.split('|');
  if (host.termsRequired) return checkbox(button, [before, link(name), after]);
  return url || host.querySelector('[slot=terms]')
    ? html`<p part="terms"><slot name="terms">${link(strings.terms)}</slot></p>`
    : nothing;
}

function checkbox(button: ButtonController, label: unknown[]): TemplateResult {
  const { strings, view } = button;
  const tick = ({ target }: Event): void =>
    button.updateView({ agreed: (target as HTMLInputElement).checked, unticked: false, sharing: false });
  return html`<div part="terms">
    <label class="terms"
      ><input
        id="terms"
        type="checkbox"
        aria-describedby="unticked"
        aria-invalid=${view.unticked ? 'true' : nothing}
        .checked=${view.agreed}
        @change=${tick}
      /><span><slot name="terms">${label}</slot></span></label
    >
    <div id="unticked" part="problem" class="error" role="alert">${view.unticked ? strings.tick : nothing}</div>
  </div>`;
}

/** An http or https address, resolved against the page. `null` for anything else. */
function webAddress(text: string | null): string | null {
  try {
    const { protocol, href } = new URL(text ?? '', document.baseURI);
    return text && /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}
