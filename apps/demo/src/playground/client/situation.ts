import type { MytpePayButton } from '@mytpe-pay/button';

import type { Act } from '../situations.ts';
import { situationOf } from '../situations.ts';

/** The payer's tab, without a tab: nothing of this page leads to a payment. */
const STAND_IN = { opener: null, closed: false, location: { replace: () => {} }, close: () => {} };

/** Sets up an element for a situation; it has to be put into the page afterwards. @throws when there is no such one. */
export function prepare(button: MytpePayButton, name: string): void {
  const situation = situationOf(name);
  if (!situation) throw new Error(`no situation is called ${name}`);
  button.setAttribute('endpoint', `${location.origin}/playground/backend/${name}`);
  button.setAttribute('offer', 'sample');
  for (const [attribute, value] of Object.entries(situation.attributes ?? {})) button.setAttribute(attribute, value);
}

/** Does what the payer would have done; resolves when the element shows the situation. */
export async function perform(button: MytpePayButton, name: string): Promise<void> {
  const situation = situationOf(name);
  if (!situation?.acts) return;
  await button.ready;
  const opens = window.open;
  window.open = () => (situation.blocksTabs ? null : (STAND_IN as unknown as Window));
  try {
    for (const act of situation.acts) await did(button, act);
  } finally {
    window.open = opens;
  }
}

async function did(button: MytpePayButton, act: Act): Promise<void> {
  if (act === 'share') return button.toggleShare();
  // Where the link is never made, a press has no end.
  if (act === 'press') return Promise.race([button.pay(), new Promise<void>((resolve) => setTimeout(resolve, 1500))]);
  const field = button.shadowRoot!.querySelector<HTMLInputElement>('input:not([type=radio])')!;
  field.value = act.type;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  await button.updateComplete;
}
