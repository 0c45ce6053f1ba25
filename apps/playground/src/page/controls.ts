import { createRequire } from 'node:module';

/** A control of the playground, from the element's manifest. */
export interface Control {
  readonly kind: 'attribute' | 'property' | 'slot';
  readonly name: string;
  readonly help: string;
  /** The values to choose from. `null` for free text. A switch has none. */
  readonly values: readonly string[] | null;
  readonly isSwitch: boolean;
  readonly standard: string;
}

interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly Declaration[] }[];
}
interface Described {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
}
interface Declaration {
  readonly tagName?: string;
  readonly attributes?: readonly (Described & { readonly type?: { readonly text: string } })[];
  readonly slots?: readonly Described[];
  readonly cssProperties?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly events?: readonly Described[];
}

/** Attributes that the shown offer or scenario sets, so they have no control. */
const ELSEWHERE = new Set(['endpoint', 'offer', 'offer-token', 'lang']);

export interface Surface {
  readonly controls: readonly Control[];
  readonly parts: readonly Described[];
  readonly events: readonly string[];
}

/** Reads every control, part and event from the element's manifest, so that the playground is always complete. */
export function readSurface(): Surface {
  const manifest = createRequire(import.meta.url)('@mytpe-pay/button/custom-elements.json') as Manifest;
  const element = manifest.modules.flatMap(({ declarations = [] }) => declarations).find(({ tagName }) => tagName);
  if (!element) throw new Error('the manifest of @mytpe-pay/button describes no element. Build the package first.');
  const { attributes = [], slots = [], cssProperties = [], cssParts = [], events = [] } = element;
  return {
    parts: cssParts,
    events: events.map(({ name }) => name),
    controls: [
      ...attributes.filter(({ name }) => !ELSEWHERE.has(name)).map(attributeControl),
      ...slots.filter(({ name }) => name !== '').map((slot) => plain('slot', slot)),
      ...cssProperties.map((property) => plain('property', property)),
    ],
  };
}

function attributeControl(attribute: NonNullable<Declaration['attributes']>[number]): Control {
  const type = attribute.type?.text ?? 'string';
  const values = [...type.matchAll(/'([^']*)'/g)].map(([, value]) => value!);
  return {
    ...plain('attribute', attribute),
    values: values.length > 0 ? values : null,
    isSwitch: type === 'boolean',
  };
}

function plain(kind: Control['kind'], { name, description = '', default: standard = '' }: Described): Control {
  const help = description.replaceAll(/\s+/g, ' ');
  return { kind, name, help, values: null, isSwitch: false, standard: standard.replaceAll("'", '') };
}
