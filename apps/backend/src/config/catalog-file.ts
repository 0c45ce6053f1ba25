import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';

import type { RefusalOf } from '../domain/api-limits.ts';
import type { Catalog } from '../domain/offer.ts';
import type { Log } from '../lib/log.ts';
import { assertCatalogSize, parseCatalog } from './parse-catalog.ts';

export interface CatalogFile {
  /** The last good catalog. */
  current(): Catalog;
  /** Reads the file again; a bad one is reported and changes nothing. */
  reload(): void;
  /** Stops watching. */
  close(): void;
}

export interface CatalogFileOptions {
  readonly path: string;
  readonly log: Log;
  readonly onChange: (catalog: Catalog) => void;
  /** What the MyTPE in use cannot issue; reported like any other mistake. */
  readonly refusal: RefusalOf;
}

/**
 * Reads the catalog file once; a file that is too large is not read.
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
 * Opens the catalog and follows its file. The file is polled once a second: that also sees editors that replace the
 * file, and mounted configuration that swaps a symbolic link, where change notifications do not.
 * @throws CatalogError, or the error of reading the file, when it is bad at the start.
 */
export function openCatalogFile({ path, log, onChange, refusal }: CatalogFileOptions): CatalogFile {
  const read = () => readCatalogFile(path, refusal);
  let last = read();
  const reload = () => {
    try {
      const next = read();
      if (next.text === last.text) return;
      last = next;
      log.info({ offers: next.catalog.size }, 'the catalog was reloaded');
      onChange(next.catalog);
    } catch (error) {
      log.error(
        { mistakes: (error as Error).message.split('\n') },
        'the catalog has mistakes; the last good one stays in use',
      );
    }
  };
  const listener = () => reload();
  watchFile(path, { interval: 1000, persistent: false }, listener);
  return { current: () => last.catalog, reload, close: () => unwatchFile(path, listener) };
}
