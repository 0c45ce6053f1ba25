import type { Page } from '@mytpe-pay/client';
import type { Command } from 'commander';

import { wholeNumber } from './input/arguments.ts';
import type { Session } from './session.ts';
import type { Column } from './terminal/table.ts';

/** How much of a list is wanted. */
export interface ListOptions {
  readonly limit?: number;
  readonly page?: number;
  readonly all?: true;
  readonly search?: string;
}

const DEFAULT_LIMIT = 15;
const MAX_LIMIT = 1_000;

/** The options every list has. */
export function listOptions(command: Command): Command {
  return command
    .option('--search <text>', 'only what matches the text')
    .option('--limit <count>', `entries of a page (default: ${DEFAULT_LIMIT})`, wholeNumber(1, MAX_LIMIT))
    .option('--page <number>', 'which page, from 1', wholeNumber(1, 1_000_000))
    .option('--all', 'every page');
}

/** What a list of the client can do. */
export interface Listable<Item, Query> {
  list(query: Query & { per_page?: number; page?: number }, options?: object): Promise<Page<Item>>;
  listAll(query: Query, options?: object): AsyncIterable<Item>;
}

/** Shows a page, or all; says when there is more. */
export async function showList<Item, Query extends object>(
  session: Session,
  source: Listable<Item, Query>,
  query: Query,
  options: ListOptions,
  columns: readonly Column<Item>[],
  none: string,
): Promise<void> {
  const wanted = { ...query, ...(options.search === undefined ? {} : { search: options.search }) };
  if (options.all === true) {
    const data = await Array.fromAsync(source.listAll(wanted, session.call));
    return session.out.table({ data }, data, columns, none);
  }
  const paging = { per_page: options.limit ?? DEFAULT_LIMIT, page: options.page ?? 1 };
  const { data, meta } = await source.list({ ...wanted, ...paging }, session.call);
  await session.out.table({ data, meta }, data, columns, none);
  if (meta.current_page >= meta.last_page) return;
  session.out.note(
    `Page ${meta.current_page} of ${meta.last_page}, ${meta.total} in all: --page ${meta.current_page + 1}, or --all.`,
  );
}
