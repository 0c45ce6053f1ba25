import type { ElementDocs, Member, Named } from './manifest.ts';

/** The element's surface as a page to read, in Markdown. @param types the declarations that its types refer to. */
export function referencePage(docs: ElementDocs, types: string): string {
  const fields = docs.members.filter(({ kind }) => kind === 'field');
  return [
    `# Reference of \`<${docs.tagName}>\``,
    '<!-- Made from the docstrings by `npx pnpm --filter @mytpe-pay/button reference`. Change those, not this. -->',
    'All that a page can set, read, call, listen to and style. What it is for, by example: [the guide](../../packages/pay-button/README.md).',
    table('Attributes', ['attribute', 'values', 'default', 'meaning'], docs.attributes.map(attributeRow)),
    'A boolean attribute is true when it is there. A word in quotes is the value itself.',
    table(
      'Properties',
      ['property', 'type', 'attribute', 'meaning'],
      fields.filter(({ readonly }) => !readonly).map(propertyRow),
    ),
    table('To read', ['property', 'type', 'meaning'], fields.filter(({ readonly }) => readonly).map(readRow)),
    table(
      'Methods',
      ['method', 'gives', 'meaning'],
      docs.members.filter(({ kind }) => kind === 'method').map(methodRow),
    ),
    table('Events', ['event', 'detail', 'meaning'], docs.events.map(eventRow)),
    'All bubble and cross shadow roots. `mytpe-pay` can be prevented. [With examples](events.md).',
    table(
      'Slots',
      ['slot', 'meaning'],
      docs.slots.map(({ name, description }) => [name ? code(name) : '(default)', description]),
    ),
    table('Parts', ['part', 'what it is'], docs.cssParts.map(plainRow)),
    'A part is there when there is something to show. [How to style them](theming.md).',
    table('Custom properties', ['property', 'default', 'meaning'], docs.cssProperties.map(presetRow)),
    'The defaults are those of the light theme; a value set here holds in both.',
    table('States', ['state', 'meaning'], docs.cssStates.map(plainRow)),
    'The values of `state`, and of `:state(…)` in CSS.',
    `## Types\n\nExported by \`@mytpe-pay/button\`.\n\n\`\`\`ts\n${types.trim()}\n\`\`\`\n`,
  ].join('\n\n');
}

type Cell = string | undefined;

function attributeRow({ name, type, description, ...rest }: Named & { fieldName?: string }): Cell[] {
  return [code(name), code(type?.text), preset(rest.default), description];
}

function propertyRow({ name, type, attribute, description }: Member): Cell[] {
  return [code(name), code(type?.text), code(attribute), description];
}

function readRow({ name, type, description }: Member): Cell[] {
  return [code(name), code(type?.text), description];
}

function methodRow({ name, description, return: given }: Member): Cell[] {
  return [code(`${name}()`), code(given?.type.text), description];
}

function eventRow({ name, type, description }: Named): Cell[] {
  return [code(name), code(type?.text.replace(/^CustomEvent<(.*)>$/, '$1')), description];
}

function presetRow({ name, description, ...rest }: Named): Cell[] {
  return [code(name), preset(rest.default), description];
}

function plainRow({ name, description }: Named): Cell[] {
  return [code(name), description];
}

/** A boolean that is false is simply not there. */
function preset(value: Cell): string {
  return value === undefined || value === 'false' ? '' : code(value.replaceAll("'", ''));
}

function code(text: Cell): string {
  return text ? `\`${text}\`` : '';
}

function table(title: string, head: string[], rows: Cell[][]): string {
  const line = (cells: Cell[]): string =>
    `| ${cells.map((cell = '') => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
  return [`## ${title}`, '', line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
