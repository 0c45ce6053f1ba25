import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node } from 'yaml';

/** No field of the catalog is nested deeper. */
const MAX_DEPTH = 32;

/** The values of a YAML document as plain data, and its duplicate keys with their offsets in the text. */
export interface PlainTree {
  readonly value: unknown;
  readonly duplicates: readonly { readonly offset: number; readonly key: string }[];
}

/**
 * Converts the tree of a document to plain data, in linear time. A number becomes its source text, so that no amount passes
 * through a float.
 */
export function plainTree(root: unknown): PlainTree {
  const duplicates: PlainTree['duplicates'][number][] = [];

  function plain(node: unknown, depth: number): unknown {
    if (isScalar(node)) return typeof node.value === 'number' ? (node.source ?? String(node.value)) : node.value;
    // Nested aliases can expand to gigabytes. Shared values belong in the catalog's `defaults`.
    if (isAlias(node)) return { alias: `*${node.source}` };
    if (depth > MAX_DEPTH) return null;
    if (isSeq(node)) return node.items.map((item) => plain(item, depth + 1));
    if (!isMap(node)) return null;
    const entries = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = keyText(pair.key);
      if (entries.has(key)) duplicates.push({ offset: startOf(pair.key) ?? 0, key });
      entries.set(key, plain(pair.value, depth + 1));
    }
    return Object.fromEntries(entries);
  }

  return { value: plain(root, 0), duplicates };
}

/** Returns the offset of a path's key in the text, or of the nearest parent's key if the path does not exist. */
export function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const step of path) {
    const next = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && keyText(pair.key) === String(step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (!next) break;
    offset = startOf(isPair(next) ? next.key : next) ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return offset;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
