import type { MytpePayButton } from '@mytpe-pay/button';

import { type Act, scenarioOf } from '../scenarios.ts';

/** A substitute for the payer's tab, because no link of this page leads to a payment. */
const STAND_IN = { opener: null, closed: false, location: { replace: () => {} }, close: () => {} };

/** Prepares an element for a scenario. Add it to the page afterwards. @throws if the scenario does not exist. */
export function prepare(button: MytpePayButton, name: string): void {
  const scenario = scenarioOf(name);
  if (!scenario) throw new Error(`unknown scenario ${name}`);
  button.setAttribute('endpoint', `${location.origin}/playground/backend/${name}`);
  button.setAttribute('offer', 'sample');
  for (const [attribute, value] of Object.entries(scenario.attributes ?? {})) button.setAttribute(attribute, value);
}

/** Performs the payer's actions. Resolves when the element shows the scenario. */
export async function perform(button: MytpePayButton, name: string): Promise<void> {
  const scenario = scenarioOf(name);
  if (!scenario?.acts) return;
  await button.ready;
  const opens = window.open;
  window.open = () => (scenario.blocksTabs ? null : (STAND_IN as unknown as Window));
  try {
    for (const act of scenario.acts) await performAct(button, act);
  } finally {
    window.open = opens;
  }
}

async function performAct(button: MytpePayButton, act: Act): Promise<void> {
  if (act === 'share') return button.toggleShare();
  // A payment whose link is never created does not end.
  if (act === 'press') return Promise.race([button.pay(), new Promise<void>((resolve) => setTimeout(resolve, 1500))]);
  const field = button.shadowRoot!.querySelector<HTMLInputElement>('input:not([type=radio])')!;
  field.value = act.type;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  await button.updateComplete;
}
