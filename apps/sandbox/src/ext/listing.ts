import type { ListQuery } from './query.ts';

/** The absolute address of a list and the query of the request. */
export interface ListAddress {
  readonly path: string;
  readonly query: string;
}

/** The records of a list, before paging. Without `sort_by`, the newest come first. */
export function selectRecords<Item extends object>(
  items: readonly Item[],
  query: ListQuery,
  searched: (item: Item) => string,
): Item[] {
  const filters = [...query.filters];
  const matches = items.filter((item) => {
    const passes = filters.every(([name, value]) => item[name as keyof Item] === value);
    return passes && (query.search === null || searched(item).toLowerCase().includes(query.search));
  });
  if (query.sortBy === null) return matches.toReversed();
  const column = query.sortBy as keyof Item;
  // Records arrive in order of creation and sorting is stable, so equal keys keep that order or its reverse.
  const ordered = query.descending ? matches.toReversed() : matches;
  return ordered.sort((a, b) => (query.descending ? -1 : 1) * compare(a[column], b[column]));
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

/**
 * One page in the list envelope: `data`, `links`, `meta`. A page past the end is empty and not an error. `view` renders
 * only the records of the page.
 */
export function createPage<Item>(
  items: readonly Item[],
  query: ListQuery,
  address: ListAddress,
  view: (item: Item) => unknown = (item) => item,
): object {
  const { page, perPage } = query;
  const lastPage = Math.max(1, Math.ceil(items.length / perPage));
  const offset = (page - 1) * perPage;
  const data = items.slice(offset, offset + perPage).map((item) => view(item));
  const link = (number: number): string => pageAddress(address, number);
  return {
    data,
    links: {
      first: link(1),
      last: link(lastPage),
      prev: page > 1 ? link(page - 1) : null,
      next: page < lastPage ? link(page + 1) : null,
    },
    meta: {
      current_page: page,
      from: data.length > 0 ? offset + 1 : null,
      to: data.length > 0 ? offset + data.length : null,
      per_page: perPage,
      last_page: lastPage,
      total: items.length,
    },
  };
}

function pageAddress(address: ListAddress, page: number): string {
  const query = new URLSearchParams(address.query);
  query.delete('page');
  query.append('page', String(page));
  return `${address.path}?${query.toString()}`;
}
