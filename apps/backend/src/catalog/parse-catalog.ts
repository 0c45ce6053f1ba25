import { type OfferEntry, breachedRules } from '@mytpe-pay/contract';
import { LineCounter, type Node, isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from 'yaml';

import { CatalogFile } from './catalog-fields.ts';
import { completeOffer } from './complete-offer.ts';
import type { Catalog, Offer } from './offer.ts';
import { type RefusalOf, offerRefusal } from './refusal.ts';

/** One mistake in the catalog, where it stands (counted from 1). */
export interface CatalogProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The catalog file cannot be used; every mistake found is listed. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  readonly problems: readonly CatalogProblem[];

  constructor(file: string, problems: readonly CatalogProblem[]) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

const MAX_FILE_CHARACTERS = 1_000_000;

/**
 * Reads a catalog from YAML text.
 * @param file how the file is named in messages.
 * @param refusalOf what the MyTPE in use cannot issue; default: nothing.
 * @throws CatalogError with line and column of every mistake.
 */
export function parseCatalog(text: string, file: string, refusalOf: RefusalOf = () => null): Catalog {
  if (text.length > MAX_FILE_CHARACTERS)
    throw new CatalogError(file, [{ line: 1, column: 1, message: 'the file is larger than 1 MB' }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const at = (offset: number, message: string): CatalogProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  if (document.errors.length > 0)
    throw new CatalogError(
      file,
      document.errors.map((error) => at(error.pos[0], error.message)),
    );
  const problem = (path: readonly PropertyKey[], message: string) => at(offsetOf(document.contents, path), message);

  const parsed = CatalogFile.safeParse(plain(document.contents));
  if (!parsed.success) {
    throw new CatalogError(
      file,
      parsed.error.issues.flatMap((issue) => describeIssue(issue).map(([path, message]) => problem(path, message))),
    );
  }
  const { offers, defaults = {} } = parsed.data;
  const complete = Object.entries(offers).map(([id, entry]) => completeOffer(id, entry, defaults, refusalOf));
  const mistakes = complete.flatMap((offer) =>
    mistakesOf(offer, offers[offer.id]!, refusalOf).map(([path, message]) =>
      problem(['offers', offer.id, ...path], `offer ${offer.id}: ${message}`),
    ),
  );
  if (mistakes.length > 0) throw new CatalogError(file, mistakes);
  return new Map(complete.map((offer) => [offer.id, offer]));
}

/** What an offer must not ask of any MyTPE; else of the one in use. */
function mistakesOf(offer: Offer, entry: OfferEntry, refusalOf: RefusalOf): [readonly PropertyKey[], string][] {
  const breaches = breachedRules(entry);
  if (breaches.length > 0) return breaches.map(({ path, message }) => [path, message]);
  const refusal = offerRefusal(offer, refusalOf);
  return refusal === null ? [] : [[[refusal.field], refusal.why]];
}

type Issue = NonNullable<ReturnType<typeof CatalogFile.safeParse>['error']>['issues'][number];

function describeIssue(issue: Issue): [readonly PropertyKey[], string][] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => [[...issue.path, key], `unknown field ${key}`]);
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  const message = issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : issue.message;
  return [[issue.path, `${where}: ${message}`]];
}

/** Numbers become their own text, everything else what YAML says it is. */
function plain(node: unknown): unknown {
  if (isScalar(node)) return typeof node.value === 'number' ? (node.source ?? String(node.value)) : node.value;
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node))
    return Object.fromEntries(
      node.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', plain(pair.value)]),
    );
  // An alias may hide a bomb; the catalog has `defaults` for what offers share.
  if (isAlias(node)) return { alias: `*${node.source}` };
  return null;
}

/** Where a path stands in the text: its key, or the nearest one above when it is missing. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = isNode(root) ? (root.range?.[0] ?? 0) : 0;
  for (const step of path) {
    const next = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (!next) break;
    offset = ((isPair(next) ? next.key : next) as Node).range?.[0] ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return offset;
}
