import type { ElementDocs, Named } from './manifest.ts';

interface Described {
  readonly name: string;
  readonly description: string;
}

/** Custom data for HTML in VS Code: https://code.visualstudio.com/blogs/2020/02/24/custom-data-format */
export function htmlData(docs: ElementDocs): object {
  return {
    version: 1.1,
    tags: [
      {
        name: docs.tagName,
        description: [
          docs.description,
          list('Slots', docs.slots, (name) => name || '(default)'),
          list('Events', docs.events),
          list('Parts', docs.cssParts),
          list('States', docs.cssStates),
        ].join('\n\n'),
        attributes: docs.attributes.map((attribute) => ({ ...described(attribute), ...values(attribute) })),
      },
    ],
  };
}

/** Custom data for CSS in VS Code. */
export function cssData({ cssProperties, cssParts }: ElementDocs): object {
  return {
    version: 1.1,
    properties: cssProperties.map(described),
    pseudoElements: cssParts.map(({ name, ...rest }) => described({ ...rest, name: `::part(${name})` })),
  };
}

function described({ name, description = '', default: preset }: Named): Described {
  const said = preset === undefined || preset === 'false' ? '' : `\n\nDefault: \`${preset.replaceAll("'", '')}\``;
  return { name, description: description + said };
}

/** The values of a closed list. A boolean attribute has none; the format calls this value set `v`. */
function values({ type }: Named): object {
  const text = type?.text ?? '';
  if (text === 'boolean') return { valueSet: 'v' };
  const names = [...text.matchAll(/'([^']*)'/g)].map(([, name]) => ({ name }));
  return names.length > 0 ? { values: names } : {};
}

function list(title: string, items: readonly Named[], called = (name: string) => name): string {
  return [`**${title}**`, ...items.map(({ name, description }) => `- \`${called(name)}\`: ${description}`)].join('\n');
}
