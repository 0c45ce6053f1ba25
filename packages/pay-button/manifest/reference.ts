import type { ElementDocs, Member, Named } from './manifest.ts';

/** Creates the element's reference page in Markdown. @param types the declarations that its types refer to. */
export function referencePage(docs: ElementDocs, types: string): string {
  const fields = docs.members.filter(({ kind }) => kind === 'field');
  return [
    frontMatter(docs),
    '<!-- Generated from the docstrings by `npx pnpm --filter @mytpe-pay/button reference`. Do not edit. -->',
    'Every property, method, event, slot and style hook of the element. For examples, see the [quick start](/develop/).',
    table('Attributes', ['attribute', 'values', 'default', 'meaning'], docs.attributes.map(attributeRow)),
    'A boolean attribute is true when it is present. Values in quotes are literal.',
    table(
      'Properties',
      ['property', 'type', 'attribute', 'meaning'],
      fields.filter(({ readonly }) => !readonly).map(propertyRow),
    ),
    table(
      'Read-only properties',
      ['property', 'type', 'meaning'],
      fields.filter(({ readonly }) => readonly).map(readRow),
    ),
    table(
      'Methods',
      ['method', 'returns', 'meaning'],
      docs.members.filter(({ kind }) => kind === 'method').map(methodRow),
    ),
    table('Events', ['event', 'detail', 'meaning'], docs.events.map(eventRow)),
    'All events bubble and cross shadow roots. `preventDefault()` on `mytpe-pay` cancels the payment. [Examples](/develop/events/).',
    table(
      'Slots',
      ['slot', 'meaning'],
      docs.slots.map(({ name, description }) => [name ? code(name) : '(default)', description]),
    ),
    table('Parts', ['part', 'content'], docs.cssParts.map(plainRow)),
    'A part exists only while the element shows it. [Styling guide](/develop/theming/).',
    table('Custom properties', ['property', 'default', 'meaning'], docs.cssProperties.map(presetRow)),
    'The defaults are those of the light theme. A value that you set applies to both themes.',
    table('States', ['state', 'meaning'], docs.cssStates.map(plainRow)),
    'The values of the property `state` and of `:state(…)` in CSS.',
    `## Types\n\nExported by \`@mytpe-pay/button\`.\n\n\`\`\`ts\n${types.trim()}\n\`\`\`\n`,
  ].join('\n\n');
}

/** The title and the place of the page in the documentation site. */
function frontMatter({ tagName }: ElementDocs): string {
  return [
    '---',
    `title: The element ${tagName}`,
    'description: Every attribute, property, method, event, slot, part and custom property of the button, with its types.',
    'sidebar:',
    '  order: 10',
    '  label: The element',
    '---',
  ].join('\n');
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

/** The default value of an attribute. A boolean that is false is absent. */
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
