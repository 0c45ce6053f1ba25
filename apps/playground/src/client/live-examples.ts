import { loadDownloadsFromWorker } from './downloads.ts';
import { startWorker } from './worker.ts';

/**
 * Starts the live examples of a documentation page: registers the backend, loads the element, and keeps its theme and
 * direction in step with the page. Without it, each example shows its own fallback link.
 */
const root = document.documentElement;
const examples = [...document.querySelectorAll<HTMLElement>('[data-live-example]')];
const ELEMENT = 'mytpe-pay-button';
const DARK = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/;
const LIGHT = /\(\s*prefers-color-scheme\s*:\s*light\s*\)/;

/** The rules of the samples that depend on the device's theme, with the theme that they are for. */
const themed: { readonly rule: CSSMediaRule; readonly theme: string }[] = [];
/** The elements whose code sets no theme. */
const themeless: Element[] = [];

for (const { shadowRoot } of examples) {
  for (const { cssRules } of shadowRoot?.styleSheets ?? [])
    for (const rule of cssRules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      if (DARK.test(rule.conditionText)) themed.push({ rule, theme: 'dark' });
      else if (LIGHT.test(rule.conditionText)) themed.push({ rule, theme: 'light' });
    }
  themeless.push(...(shadowRoot?.querySelectorAll(`${ELEMENT}:not([theme])`) ?? []));
}

function followPage(): void {
  const theme = root.dataset['theme'] === 'dark' ? 'dark' : 'light';
  for (const { rule, theme: own } of themed) rule.media.mediaText = own === theme ? 'all' : 'not all';
  for (const element of themeless) element.setAttribute('theme', theme);
  for (const example of examples) Object.assign(example, { lang: root.lang, dir: root.dir });
}

/** Forgets the links of earlier visits, so that every example starts from the beginning. */
function forgetAttempts(): void {
  try {
    for (const name of Object.keys(sessionStorage))
      if (name.startsWith(`mytpe-pay ${location.origin} `)) sessionStorage.removeItem(name);
  } catch {
    // The browser forbids storage, so there is nothing to forget.
  }
}

followPage();
new MutationObserver(followPage).observe(root, { attributeFilter: ['data-theme', 'lang', 'dir'] });
forgetAttempts();
loadDownloadsFromWorker();
const started =
  (await startWorker('/service-worker.js')) &&
  (await import(/* @vite-ignore */ `${location.origin}/mytpe-pay-button.js`).then(
    () => true,
    () => false,
  ));
for (const example of examples) {
  if (started) example.dataset['liveExample'] = 'started';
  else example.parentElement?.querySelector('[data-live-note]')?.removeAttribute('hidden');
}
