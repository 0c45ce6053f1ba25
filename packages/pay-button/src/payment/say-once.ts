const said = new WeakMap<object, string>();

/** What is wrong with a page. `error`: nothing can be paid; `warn`: it works, though not as its author wanted. */
export type Weight = 'error' | 'warn';

/** Says it to whoever writes the page, once for each button: the browser shows which one is meant. */
export function sayOnce(button: object, text: string, weight: Weight = 'error'): void {
  const before = said.get(button) ?? '';
  if (before.includes(text)) return;
  said.set(button, before + text);
  // oxlint-disable-next-line no-console -- the page's author reads it there
  console[weight](`<mytpe-pay-button>: ${text}`, button);
}
