import type { Page } from '@mytpe-pay/client';
import { type Command, Option } from 'commander';

import { wholeNumber } from './arguments.ts';
import { usageError } from './cli-error.ts';
import type { Session } from './session.ts';
import type { Column } from './terminal/table.ts';

/** The part of a list to show. */
export interface ListOptions {
  readonly limit: number;
  readonly page: number;
  readonly all?: true;
  readonly search?: string;
}

const DEFAULT_LIMIT = 15;
const MAX_LIMIT = 1_000;

/** Adds the options that all lists have. */
export function listOptions(command: Command): Command {
  return command
    .option('--search <text>', 'only entries that match this text')
    .option('--limit <count>', 'entries per page', wholeNumber(1, MAX_LIMIT), DEFAULT_LIMIT)
    .option('--page <number>', 'page to show', wholeNumber(1, 1_000_000), 1)
    .option('--all', 'all pages');
}

/** The order of a list. */
export interface SortOptions {
  readonly sort?: string;
  readonly order?: 'asc' | 'desc';
}

/**
 * Adds the sort options. @param fields The sortable fields that MyTPE documents for this list; absent if it documents
 * none.
 */
export function sortOptions(command: Command, fields?: readonly string[]): Command {
  const sort = new Option('--sort <field>', `sort by this field${fields ? '' : ', like created_at or title'}`);
  return command
    .addOption(fields === undefined ? sort : sort.choices(fields))
    .addOption(new Option('--order <order>', 'order of --sort (default: asc)').choices(['asc', 'desc']));
}

/** Returns the sort options as a query. @throws CliError `usage` for an order without a field. */
export function sortQuery({ sort, order }: SortOptions): { sort_by?: string; sort_dir?: 'asc' | 'desc' } {
  if (sort !== undefined) return { sort_by: sort, sort_dir: order ?? 'asc' };
  if (order === undefined) return {};
  throw usageError('--order needs a field to sort by', 'Add --sort, for example: --sort created_at');
}

/** A list of the client. */
export interface Listable<Item, Query> {
  list(query: Query & { per_page?: number; page?: number }, options?: object): Promise<Page<Item>>;
  listAll(query: Query, options?: object): AsyncIterable<Item>;
}

/** Shows one page or all pages. Prints a note if there are more pages. */
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
  const paging = { per_page: options.limit, page: options.page };
  const { data, meta } = await source.list({ ...wanted, ...paging }, session.call);
  await session.out.table({ data, meta }, data, columns, none);
  if (meta.current_page >= meta.last_page) return;
  session.out.note(
    `Page ${meta.current_page} of ${meta.last_page}, ${meta.total} in total: use --page ${meta.current_page + 1}, or --all.`,
  );
}
