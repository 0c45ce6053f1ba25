import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';

import { breachedRules, type OfferEntry } from '@mytpe-pay/contract';
import { LineCounter, parseDocument, type YAMLParseError } from 'yaml';

import { offerRefusal, type RefusalOf } from '../domain/api-limits.ts';
import type { Catalog, Offer } from '../domain/offer.ts';
import type { Log } from '../lib/log.ts';
import { StartError } from '../lib/problem.ts';
import { CatalogSchema, completeOffer } from './catalog-offer.ts';
import { offsetOf, plainTree } from './yaml-tree.ts';

/** A problem in the catalog. Line and column count from 1. */
export interface CatalogProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The largest catalog file that is read, in bytes: a thousand offers of a kilobyte each. */
export const MAX_CATALOG_BYTES = 1_000_000;
/** Further problems are only counted. */
const MAX_PROBLEMS = 50;
const MAX_MESSAGE_CHARACTERS = 300;

/** The catalog file is invalid. The message lists the first 50 problems, one per line, and counts the others. */
export class CatalogError extends StartError {
  override readonly name = 'CatalogError';
  readonly problems: readonly CatalogProblem[];

  /** @param more the number of problems that are not listed. */
  constructor(file: string, problems: readonly CatalogProblem[], more = 0) {
    const lines = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
    if (more > 0) lines.push(`${file}: ${more} more problems`);
    super(lines.join('\n'));
    this.problems = problems;
  }
}

/** @throws CatalogError for a file over {@link MAX_CATALOG_BYTES}. */
function assertCatalogSize(bytes: number, file: string): void {
  if (bytes > MAX_CATALOG_BYTES)
    throw new CatalogError(file, [{ line: 1, column: 1, message: 'the file is larger than 1 MB' }]);
}

/** A problem whose line and column are not computed yet. */
type Located = { readonly message: string } & ({ readonly offset: number } | { readonly path: readonly PropertyKey[] });

/**
 * Parses a catalog from YAML text, in linear time, even if it has many problems.
 * @param file the name of the file in messages.
 * @param refusalOf the limits of the MyTPE API in use; default: none.
 * @throws CatalogError with line and column of each problem.
 */
export function parseCatalog(text: string, file: string, refusalOf: RefusalOf = () => null): Catalog {
  assertCatalogSize(Buffer.byteLength(text), file);
  const lines = new LineCounter();
  // The parser's search for duplicate keys takes quadratic time.
  const options = { lineCounter: lines, prettyErrors: false, merge: false, uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const root = document.contents;

  function refuse(found: readonly Located[]): void {
    if (found.length === 0) return;
    const problems = found.slice(0, MAX_PROBLEMS).map((problem) => {
      const { line, col } = lines.linePos('offset' in problem ? problem.offset : offsetOf(root, problem.path));
      const message = problem.message.slice(0, MAX_MESSAGE_CHARACTERS);
      return { line: Math.max(1, line), column: Math.max(1, col), message };
    });
    throw new CatalogError(file, problems, found.length - problems.length);
  }

  refuse(document.errors.map(describeYamlError));
  const { value, duplicates } = plainTree(root);
  refuse(duplicates.map(({ offset, key }) => ({ offset, message: `duplicate key ${key}` })));
  const parsed = CatalogSchema.safeParse(value);
  if (!parsed.success) {
    refuse(parsed.error.issues.flatMap(describeIssue));
    throw parsed.error;
  }
  const { offers, defaults = {} } = parsed.data;
  const complete = Object.entries(offers).map(([id, entry]) => completeOffer(id, entry, defaults, refusalOf));
  refuse(complete.flatMap((offer) => problemsOf(offer, offers[offer.id]!, refusalOf)));
  return new Map(complete.map((offer) => [offer.id, offer]));
}

/** Returns the rules that an offer breaks; if it breaks none, the reason why the API in use cannot create its link. */
function problemsOf(offer: Offer, entry: OfferEntry, refusalOf: RefusalOf): Located[] {
  const at = (path: readonly PropertyKey[], message: string): Located => ({
    path: ['offers', offer.id, ...path],
    message: `offer ${offer.id}: ${message}`,
  });
  const breaches = breachedRules(entry);
  if (breaches.length > 0) return breaches.map(({ path, message }) => at(path, message));
  const refusal = offerRefusal(offer, refusalOf);
  return refusal === null ? [] : [at([refusal.field], refusal.why)];
}

function describeYamlError({ pos: [offset], message }: YAMLParseError): Located {
  return { offset, message: /call stack/.test(message) ? 'too deeply nested' : message };
}

type Issue = NonNullable<ReturnType<typeof CatalogSchema.safeParse>['error']>['issues'][number];

function describeIssue(issue: Issue): Located[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: `unknown field ${key}` }));
  const where = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
  return [{ path: issue.path, message: `${where}: ${isMissing ? 'is missing' : message}` }];
}

/** The catalog file, reloaded when it changes. */
export interface CatalogFile {
  /** Returns the last valid catalog. */
  current(): Catalog;
  /** Reads the file again. An invalid file is logged and changes nothing. */
  reload(): void;
  /** Stops watching. */
  close(): void;
}

/** Options of {@link openCatalogFile}. */
export interface CatalogFileOptions {
  readonly path: string;
  readonly log: Log;
  readonly onChange: (catalog: Catalog) => void;
  /** The limits of the MyTPE API in use. */
  readonly refusal: RefusalOf;
}

/**
 * Reads the catalog file once, unless it is too large.
 * @throws CatalogError, or the error of reading the file.
 */
export function readCatalogFile(
  path: string,
  refusal: RefusalOf,
): { readonly text: string; readonly catalog: Catalog } {
  assertCatalogSize(statSync(path).size, path);
  const text = readFileSync(path, 'utf8');
  return { text, catalog: parseCatalog(text, path, refusal) };
}

/**
 * Opens the catalog and reloads it when its file changes. Polls the file once a second, because change notifications miss
 * editors that replace the file, and mounted configuration that replaces a symbolic link.
 * @throws CatalogError, or the error of reading the file, if the first read fails.
 */
export function openCatalogFile({ path, log, onChange, refusal }: CatalogFileOptions): CatalogFile {
  const read = () => readCatalogFile(path, refusal);
  let last = read();
  const reload = () => {
    try {
      const next = read();
      if (next.text === last.text) return;
      last = next;
      log.info({ offers: next.catalog.size }, 'reloaded the catalog');
      onChange(next.catalog);
    } catch (error) {
      log.error(
        { problems: (error as Error).message.split('\n') },
        'could not reload the catalog; the last valid one stays in use',
      );
    }
  };
  const listener = () => reload();
  watchFile(path, { interval: 1000, persistent: false }, listener);
  return { current: () => last.catalog, reload, close: () => unwatchFile(path, listener) };
}
