import { type AnyNode, type MemberExpression, type Node, parse } from 'acorn';

import { GUARDED_ELSEWHERE, NEWER_FEATURES } from './newer-features.ts';

/** Newer features by name: members of a prototype, which any object may have, and members of one named object. */
const OF_ANYTHING = new Set(NEWER_FEATURES.flatMap((path) => path.split('.prototype.')[1] ?? []));
const NAMED = new Set(NEWER_FEATURES.filter((path) => !path.includes('.prototype.')));

/**
 * Parses a module as the oldest browsers do. They support ECMAScript 2022, and of later versions only a leading hashbang
 * comment.
 * @throws SyntaxError at newer syntax.
 */
export function parseAsOldest(code: string): Node {
  return parse(code, { ecmaVersion: 2022, sourceType: 'module', locations: true });
}

/** The newer features that a module uses without a check. */
export function unguardedFeatures(code: string): string[] {
  const found: string[] = [];
  visit(parseAsOldest(code) as AnyNode, [], (node, above) => {
    const name = newerName(node, above);
    if (name && !Object.hasOwn(GUARDED_ELSEWHERE, name) && !isGuarded(node, above)) found.push(name);
  });
  return found;
}

function newerName(node: AnyNode, above: readonly AnyNode[]): string | null {
  if (node.type === 'MemberExpression') {
    const name = memberName(node);
    if (name === null) return null;
    if (OF_ANYTHING.has(name)) return name;
    return node.object.type === 'Identifier' && NAMED.has(`${node.object.name}.${name}`) ? name : null;
  }
  const parent = above.at(-1);
  const isNameInAnother =
    (parent?.type === 'MemberExpression' && parent.property === node) ||
    (parent?.type === 'Property' && parent.key === node);
  return node.type === 'Identifier' && !isNameInAnother && NAMED.has(node.name) ? node.name : null;
}

function memberName({ computed, property }: MemberExpression): string | null {
  if (property.type === 'Identifier' && !computed) return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : null;
}

/** `true` inside `?.`, `typeof` or a `try` block. */
function isGuarded(node: AnyNode, above: readonly AnyNode[]): boolean {
  const parent = above.at(-1);
  if (parent?.type === 'CallExpression' && parent.callee === node && parent.optional) return true;
  if (parent?.type === 'MemberExpression' && parent.object === node && parent.optional) return true;
  if (parent?.type === 'UnaryExpression' && parent.operator === 'typeof') return true;
  return above.some((one, index) => one.type === 'TryStatement' && one.block === (above[index + 1] ?? node));
}

function visit(
  node: AnyNode,
  above: readonly AnyNode[],
  look: (node: AnyNode, above: readonly AnyNode[]) => void,
): void {
  look(node, above);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, [...above, node], look);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
