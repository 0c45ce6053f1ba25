import { breachedRules, type OfferEntry } from '@mytpe-pay/contract';
import { LineCounter, parseDocument, type YAMLParseError } from 'yaml';

import { offerRefusal, type RefusalOf } from '../domain/api-limits.ts';
import type { Catalog, Offer } from '../domain/offer.ts';
import { StartError } from '../lib/start-error.ts';
import { CatalogFile, completeOffer } from './catalog-offer.ts';
import { offsetOf, plainTree } from './yaml-tree.ts';

/** One mistake in the catalog, where it stands (counted from 1). */
export interface CatalogProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The largest catalog file that is read, in bytes: a thousand offers of a kilobyte each. */
export const MAX_CATALOG_BYTES = 1_000_000;
/** Mistakes that are reported; more of them are only counted. */
const MAX_PROBLEMS = 50;
const MAX_MESSAGE_CHARACTERS = 300;

/** The catalog file cannot be used. The message lists the first 50 mistakes, one a line, and counts the others. */
export class CatalogError extends StartError {
  override readonly name = 'CatalogError';
  readonly problems: readonly CatalogProblem[];

  /** @param more how many mistakes are not listed. */
  constructor(file: string, problems: readonly CatalogProblem[], more = 0) {
    const lines = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
    if (more > 0) lines.push(`${file}: ${more} more mistakes`);
    super(lines.join('\n'));
    this.problems = problems;
  }
}

/** Throws the error for a file over {@link MAX_CATALOG_BYTES}. */
export function assertCatalogSize(bytes: number, file: string): void {
  if (bytes > MAX_CATALOG_BYTES)
    throw new CatalogError(file, [{ line: 1, column: 1, message: 'the file is larger than 1 MB' }]);
}

/** A mistake whose place in the text is not counted out yet. */
type Mistake = { readonly message: string } & ({ readonly offset: number } | { readonly path: readonly PropertyKey[] });

/**
 * Reads a catalog from YAML text, in time linear in its size, however many mistakes it has.
 * @param file how the file is named in messages.
 * @param refusalOf what the MyTPE in use cannot issue; default: nothing.
 * @throws CatalogError with line and column of each mistake.
 */
export function parseCatalog(text: string, file: string, refusalOf: RefusalOf = () => null): Catalog {
  assertCatalogSize(Buffer.byteLength(text), file);
  const lines = new LineCounter();
  // The parser's own search for duplicate keys is quadratic.
  const options = { lineCounter: lines, prettyErrors: false, merge: false, uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const root = document.contents;

  function refuse(mistakes: readonly Mistake[]): void {
    if (mistakes.length === 0) return;
    const problems = mistakes.slice(0, MAX_PROBLEMS).map((mistake) => {
      const { line, col } = lines.linePos('offset' in mistake ? mistake.offset : offsetOf(root, mistake.path));
      const message = mistake.message.slice(0, MAX_MESSAGE_CHARACTERS);
      return { line: Math.max(1, line), column: Math.max(1, col), message };
    });
    throw new CatalogError(file, problems, mistakes.length - problems.length);
  }

  refuse(document.errors.map(describeYamlError));
  const { value, duplicates } = plainTree(root);
  refuse(duplicates.map(({ offset, key }) => ({ offset, message: `the key ${key} is there twice` })));
  const parsed = CatalogFile.safeParse(value);
  if (!parsed.success) {
    refuse(parsed.error.issues.flatMap(describeIssue));
    throw parsed.error;
  }
  const { offers, defaults = {} } = parsed.data;
  const complete = Object.entries(offers).map(([id, entry]) => completeOffer(id, entry, defaults, refusalOf));
  refuse(complete.flatMap((offer) => mistakesOf(offer, offers[offer.id]!, refusalOf)));
  return new Map(complete.map((offer) => [offer.id, offer]));
}

/** The rules that an offer breaks; if it breaks none, the reason why the MyTPE in use cannot make its link. */
function mistakesOf(offer: Offer, entry: OfferEntry, refusalOf: RefusalOf): Mistake[] {
  const at = (path: readonly PropertyKey[], message: string): Mistake => ({
    path: ['offers', offer.id, ...path],
    message: `offer ${offer.id}: ${message}`,
  });
  const breaches = breachedRules(entry);
  if (breaches.length > 0) return breaches.map(({ path, message }) => at(path, message));
  const refusal = offerRefusal(offer, refusalOf);
  return refusal === null ? [] : [at([refusal.field], refusal.why)];
}

function describeYamlError({ pos: [offset], message }: YAMLParseError): Mistake {
  return { offset, message: /call stack/.test(message) ? 'this is nested too deeply' : message };
}

type Issue = NonNullable<ReturnType<typeof CatalogFile.safeParse>['error']>['issues'][number];

function describeIssue(issue: Issue): Mistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: `unknown field ${key}` }));
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
  return [{ path: issue.path, message: `${where}: ${isMissing ? 'is missing' : message}` }];
}
