import type { MytpePayButton } from '@mytpe-pay/button';

import { perform, prepare } from './scenario.ts';

/**
 * Shows one scenario, or several with their names (`?scenario=fixed&scenario=paid`). Sets `data-settled` on the page when
 * all are shown.
 */
const wanted = new URLSearchParams(location.search);
const names = wanted.has('scenario') ? wanted.getAll('scenario') : ['fixed'];
const stage = document.querySelector<HTMLElement>('#stage')!;
stage.style.inlineSize = `${wanted.get('width') ?? '360'}px`;
sessionStorage.clear();
await customElements.whenDefined('mytpe-pay-button');
if (names.length > 1) stage.append(heading('h1', 'Scenarios'));
for (const name of names) {
  if (names.length > 1) stage.append(heading('h2', name));
  await show(name);
}
document.documentElement.dataset['settled'] = '';

/** Shows one scenario. Runs one at a time, because each replaces `window.open`. */
async function show(name: string): Promise<void> {
  const button = document.createElement('mytpe-pay-button') as MytpePayButton;
  button.id = name;
  prepare(button, name);
  for (const [attribute, value] of new URLSearchParams(wanted.get('attributes') ?? ''))
    button.setAttribute(attribute, value);
  button.setAttribute('theme', document.documentElement.classList.contains('dark') ? 'dark' : 'light');
  button.innerHTML = '<a href="https://pay.mytpe.appp/cours-x9f2">pay.mytpe.appp</a>';
  stage.append(button);
  await perform(button, name);
}

function heading(level: 'h1' | 'h2', text: string): HTMLElement {
  const made = document.createElement(level);
  made.textContent = text;
  return made;
}
