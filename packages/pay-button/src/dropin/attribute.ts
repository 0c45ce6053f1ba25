import { nothing } from './template.ts';

/** Puts a template's next value where its last one is. */
export type Put = (value: unknown) => void;

/** By the character before the name: properties, booleans, listeners; plain attributes without one. */
const KINDS: Readonly<Record<string, (element: Element, name: string) => Put>> = {
  '.': (element, name) => (value) => void Reflect.set(element, name, value),
  '?': (element, name) => (value) => void element.toggleAttribute(name, value !== nothing && Boolean(value)),
  '@': (element, name) => {
    let listener: unknown;
    element.addEventListener(name, (event) => (listener as (event: Event) => void)(event));
    return (value) => (listener = value);
  },
};

const putText =
  (element: Element, name: string): Put =>
  (value) =>
    value === nothing ? element.removeAttribute(name) : element.setAttribute(name, (value ?? '') as string);

/** @param named as in the template, such as `?disabled`. */
export function putAttribute(element: Element, named: string): Put {
  const kind = KINDS[named[0]!];
  const put = kind ? kind(element, named.slice(1)) : putText(element, named);
  let last: unknown = nothing;
  return (value) => {
    if (value !== last) put((last = value));
  };
}
