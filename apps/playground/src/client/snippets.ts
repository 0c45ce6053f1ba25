import { type Choice, ofKind, valueOf } from './choice.ts';

/** The backend's script and its hash, for a page that pins it. */
export interface Pinned {
  readonly src: string;
  readonly integrity: string;
}

/** The lines to paste for a kind of page. @param pinned `null` until it is loaded. */
export function snippetOf(kind: string, choice: Choice, backend: string, pinned: Pinned | null): string {
  const { markup, style } = markupOf(choice, backend);
  const policy = `<!-- Content-Security-Policy: script-src ${backend}; connect-src ${backend} -->`;
  const npm = `// npm install @mytpe-pay/button\nimport { configure } from '@mytpe-pay/button';\nimport '@mytpe-pay/button/define';\n\nconfigure({ endpoint: '${backend}' });`;
  if (kind === 'npm') return `${npm}\n\n// in the page\n${style}${markup}`;
  if (kind === 'Any page, pinned' && pinned)
    return `${policy}\n<script type="module" src="${pinned.src}"\n  integrity="${pinned.integrity}" crossorigin></script>\n${style}${markup}`;
  const framework = FRAMEWORKS[kind];
  if (framework) return `${npm}\n\n${framework(attributesOf(choice))}`;
  return `${policy}\n<script type="module" src="${backend}/mytpe-pay-button.js"></script>\n${style}${markup}`;
}

const FRAMEWORKS: Readonly<Record<string, (attributes: string) => string>> = {
  React: (attributes) =>
    `// React 19; in tsconfig.json: "types": ["@mytpe-pay/button/react"]\n<mytpe-pay-button${attributes}\n  onmytpe-paid={(event) => console.log(event.detail.link.amount)} />`,
  Vue: (attributes) =>
    `<!-- Vue 3; in tsconfig.json: "types": ["@mytpe-pay/button/vue"] -->\n<mytpe-pay-button${attributes}\n  @mytpe-paid="(event) => console.log(event.detail.link.amount)" />`,
  Svelte: (attributes) =>
    `<!-- Svelte 5; in tsconfig.json: "types": ["@mytpe-pay/button/svelte"] -->\n<mytpe-pay-button${attributes}\n  onmytpe-paid={(event) => console.log(event.detail.link.amount)}></mytpe-pay-button>`,
  Angular: (attributes) =>
    `<!-- Angular; imports: [PayButtonDirective] from '@mytpe-pay/button/angular' -->\n<mytpe-pay-button${attributes}\n  (mytpe-paid)="paid($event.detail.link.amount)"></mytpe-pay-button>`,
  Solid: (attributes) =>
    `// Solid; in tsconfig.json: "types": ["@mytpe-pay/button/solid"]\n<mytpe-pay-button${attributes}\n  on:mytpe-paid={(event) => console.log(event.detail.link.amount)} />`,
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function attributesOf(choice: Choice): string {
  const show = valueOf(choice, 'show');
  const source = show.startsWith('offer:')
    ? ` offer="${show.slice('offer:'.length)}"`
    : show === 'token'
      ? ' offer-token="eyJ…"'
      : ' offer="tshirt"';
  const lang = choice.has('lang') ? ` lang="${valueOf(choice, 'lang')}"` : '';
  const others = ofKind(choice, 'attribute').map(([name, value]) =>
    value === 'on' ? ` ${name}` : ` ${name}="${escaped(value)}"`,
  );
  return source + lang + others.join('');
}

function markupOf(choice: Choice, backend: string): { markup: string; style: string } {
  const slots = ofKind(choice, 'slot').map(([name, value]) => `\n  <span slot="${name}">${escaped(value)}</span>`);
  const show = valueOf(choice, 'show');
  const offer = show.startsWith('offer:') ? show.slice('offer:'.length) : 'tshirt';
  const fallback = show === 'token' ? '' : `<a href="${backend}/pay/${offer}">Pay</a>`;
  const inside = slots.length > 0 ? `${slots.join('')}\n  ${fallback}\n` : fallback;
  const properties = ofKind(choice, 'property').map(([name, value]) => `  ${name}: ${value};\n`);
  const part = valueOf(choice, 'part');
  const rules = [
    ...(properties.length > 0 ? [`mytpe-pay-button {\n${properties.join('')}}`] : []),
    ...(part ? [partRule(part)] : []),
  ];
  return {
    markup: `<mytpe-pay-button${attributesOf(choice)}>${inside}</mytpe-pay-button>`,
    style: rules.length > 0 ? `<style>\n${rules.join('\n')}\n</style>\n` : '',
  };
}

/** A CSS rule for a part. */
export const partRule = (part: string): string => `mytpe-pay-button::part(${part}) {\n  outline: 3px solid #d6336c;\n}`;
