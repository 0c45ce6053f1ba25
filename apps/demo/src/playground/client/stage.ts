import type { MytpePayButton } from '@mytpe-pay/button';

import { perform, prepare } from './situation.ts';

/** Shows one situation and nothing else; `data-settled` on the page says when it does. */
const wanted = new URLSearchParams(location.search);
const name = wanted.get('situation') ?? 'fixed';
const stage = document.querySelector<HTMLElement>('#stage')!;
stage.style.inlineSize = `${wanted.get('width') ?? '360'}px`;
sessionStorage.clear();

const button = document.createElement('mytpe-pay-button') as MytpePayButton;
prepare(button, name);
for (const [attribute, value] of new URLSearchParams(wanted.get('attributes') ?? ''))
  button.setAttribute(attribute, value);
button.setAttribute('theme', document.documentElement.classList.contains('dark') ? 'dark' : 'light');
button.innerHTML = '<a href="https://pay.mytpe.appp/cours-x9f2">pay.mytpe.appp</a>';
stage.append(button);
await customElements.whenDefined('mytpe-pay-button');
await perform(button, name);
document.documentElement.dataset['settled'] = '';
