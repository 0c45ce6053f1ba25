import type { MytpePayButton } from '@mytpe-pay/button';

import { type Choice, chosen, ofKind, readAddress, valueOf, writeAddress } from './choice.ts';
import { loadDownloadsFromWorker } from './downloads.ts';
import { perform, prepare } from './scenario.ts';
import { type Pinned, partRule, snippetOf } from './snippets.ts';
import { startWorker } from './worker.ts';

const { backend: given, shownBackend = '', events = '', worker } = document.documentElement.dataset;
const backend = given || location.origin;
const form = document.querySelector<HTMLFormElement>('#controls')!;
const stage = document.querySelector<HTMLElement>('#stage')!;
const log = document.querySelector<HTMLElement>('#log')!;
const code = (of: string): HTMLElement => document.querySelector<HTMLElement>(`${of} code`)!;
const KEPT_EVENTS = 50;

let shown = '';
let pinned: Pinned | null = null;
// A constructed style sheet, because the page's policy allows no inline style.
const outline = new CSSStyleSheet();
document.adoptedStyleSheets = [outline];

/** Replaces the element by a new one with the selected settings. */
async function place(choice: Choice): Promise<void> {
  const button = document.createElement('mytpe-pay-button') as MytpePayButton;
  const show = valueOf(choice, 'show');
  const [kind, name = ''] = show.split(':');
  if (kind === 'play') {
    sessionStorage.clear();
    prepare(button, name);
  } else {
    button.setAttribute('endpoint', backend);
    if (kind === 'offer') button.setAttribute('offer', name);
    else button.offerToken = async () => (await fetch('/playground/offer-token')).text();
  }
  for (const [attribute, value] of ofKind(choice, 'attribute'))
    button.setAttribute(attribute, value === 'on' ? '' : value);
  for (const [property, value] of ofKind(choice, 'property')) button.style.setProperty(property, value);
  const fallback = document.createElement('a');
  fallback.href = `${backend}/pay/${kind === 'offer' ? name : 'tshirt'}`;
  fallback.textContent = 'Pay without the button';
  button.append(...ofKind(choice, 'slot').map(([slot, text]) => slotted(slot, text)), fallback);
  button.lang = valueOf(choice, 'lang');
  stage.dir = button.lang === 'ar' ? 'rtl' : 'ltr';
  stage.replaceChildren(button);
  if (kind === 'play') await perform(button, name);
}

const make = (tag: string): HTMLElement => document.createElement(tag);

function slotted(slot: string, text: string): HTMLElement {
  const element = document.createElement('span');
  Object.assign(element, { slot, textContent: text });
  return element;
}

function show(): void {
  const choice = chosen(form);
  const ofElement = [...choice].filter(([name]) => !['width', 'part', 'snippet'].includes(name));
  const signature = JSON.stringify(ofElement);
  if (signature !== shown) void place(choice);
  shown = signature;
  const width = valueOf(choice, 'width');
  stage.style.inlineSize = `${width}px`;
  document.querySelector('#width-shown')!.textContent = `${width} px`;
  const theme = choice.get('attribute:theme');
  stage.className = theme ?? '';
  const part = valueOf(choice, 'part');
  outline.replaceSync(part ? partRule(part) : '');
  code('#part-sample').textContent = partRule(part || 'pay');
  code('#snippet').textContent = snippetOf(valueOf(choice, 'snippet'), choice, shownBackend, pinned);
}

for (const name of events.split(' '))
  stage.addEventListener(name, (event) => {
    const { detail } = event as CustomEvent<unknown>;
    const item = document.createElement('li');
    const more = document.createElement('details');
    const [summary, time, body] = [make('summary'), make('time'), make('pre')];
    time.textContent = new Date().toISOString().slice(11, 23);
    summary.append(time, ` ${name}`);
    body.textContent = JSON.stringify(detail, null, 2);
    more.append(summary, body);
    item.append(more);
    log.prepend(item);
    log.children[KEPT_EVENTS]?.remove();
    document.querySelector<HTMLElement>('#quiet')!.hidden = true;
  });

form.addEventListener('input', show);
form.addEventListener('change', () => writeAddress(chosen(form)));
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('#defaults')!.addEventListener('click', () => {
  history.pushState(null, '', location.pathname);
  readAddress(form);
  show();
});
addEventListener('popstate', () => {
  readAddress(form);
  show();
});
document.querySelector('#copy')!.addEventListener('click', () => {
  const report = (text: string): void => void (document.querySelector('#copied')!.textContent = text);
  navigator.clipboard.writeText(code('#snippet').textContent).then(
    () => report('Copied'),
    () => report('The browser blocked copying. Select the lines instead.'),
  );
});

readAddress(form);
if (worker !== undefined) loadDownloadsFromWorker();
if (worker !== undefined && !(await startWorker(worker)))
  stage.textContent = 'The playground needs a service worker, which this browser or window does not allow.';
else show();

interface Integrity {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

// Only the pinned snippet needs the hash.
const response = await fetch(`${backend}/integrity.json`).catch(() => null);
if (response?.ok) {
  const { version, files } = (await response.json()) as Integrity;
  const file = `v${version}/mytpe-pay-button.js`;
  pinned = { src: `${shownBackend}/${file}`, integrity: files[file] ?? '' };
  show();
}
