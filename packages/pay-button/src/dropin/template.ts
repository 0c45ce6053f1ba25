/** Shows nothing between tags, and takes an attribute away. */
export const nothing = Symbol();

/** What `html` makes. A class of its own, so that nothing that came as data can pass for it. */
export class TemplateResult {
  /** The same object each time the same template is run. */
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];

  constructor(strings: TemplateStringsArray, values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }
}

/** Values stand between tags, or are the whole of an attribute: `name=`, `?name=`, `.name=` or `@name=`. */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult =>
  new TemplateResult(strings, values);

/** Marks where a value will be: the end of an attribute's name, or a comment. */
export const MARK = '.mytpe';

/** A template read once. */
export interface Template {
  readonly content: DocumentFragment;
  readonly names: readonly string[];
}

/** For each value the attribute that it is, with the character before its name; empty between tags. */
export function namesIn(strings: readonly string[]): string[] {
  return strings.slice(0, -1).map((before) => /(\S+)="?$/.exec(before)?.[1] ?? '');
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string };
}
/** Named as Lit's own, which the documented policies allow; it is asked for constant templates only. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('lit-html', {
  createHTML: (text) => text,
});
const templates = new WeakMap<TemplateStringsArray, Template>();

export function templateOf(strings: TemplateStringsArray): Template {
  let template = templates.get(strings);
  if (!template) {
    const names = namesIn(strings);
    // Before and after a value that stands between tags there is a comment: what is shown there has its bounds.
    const markup = names.reduce(
      (sum, name, i) => (name ? sum.replace(/="?$/, `${MARK}$&0`) : `${sum}<!--${MARK}--><!---->`) + strings[i + 1]!,
      strings[0]!,
    );
    const element = document.createElement('template');
    element.innerHTML = policy ? policy.createHTML(markup) : markup;
    template = { content: element.content, names };
    templates.set(strings, template);
  }
  return template;
}
