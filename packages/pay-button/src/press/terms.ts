import type { Host } from '../model.ts';
import type { Kit } from './kit.ts';

/** The seller's terms, as the page gives them: a link, and a box to tick where they must be accepted. */
export function termsView({ html, nothing }: Kit, host: Host): unknown {
  const { strings, agreed, unticked, state } = host.model;
  if (state === 'closed') return nothing;
  const { termsUrl, termsRequired } = host.page;
  const url = webAddress(termsUrl);
  const link = (text: string | undefined) =>
    url ? html`<a href=${url} target="_blank" rel="noopener">${text}</a>` : text;
  if (!termsRequired)
    return url || host.page.querySelector('[slot=terms]')
      ? html`<p part="terms"><slot name="terms">${link(strings!.terms)}</slot></p>`
      : nothing;
  const [before, name, after] = strings!.accept.split('|');
  const tick = ({ target }: Event): void => {
    const { checked } = target as HTMLInputElement;
    host.show({ agreed: checked, unticked: false, sharing: false });
  };
  return html`<div part="terms">
    <label class="terms"
      ><input
        id="terms"
        type="checkbox"
        aria-describedby="unticked"
        aria-invalid=${unticked ? 'true' : nothing}
        .checked=${agreed}
        @change=${tick}
      /><span><slot name="terms">${before}${link(name)}${after}</slot></span></label
    >
    <div id="unticked" part="problem" class="error" role="alert">${unticked ? strings!.tick : nothing}</div>
  </div>`;
}

/** The address of a page; anything else is none. */
function webAddress(text: string | null): string | null {
  try {
    const { protocol, href } = new URL(text ?? '', document.baseURI);
    return text && /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}
