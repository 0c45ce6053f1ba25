import { type FieldErrors, invalidFields } from './problem.ts';

/** The page size in v2’s samples. Its maximum is not documented. */
const DEFAULT_PER_PAGE = 10;
const MAX_PER_PAGE = 100;
const MAX_PAGE = 100_000;

/** Laravel’s paginator, which v2 puts inside `data`. A page past the end is empty and not an error. */
export interface Paginator {
  readonly current_page: number;
  readonly data: readonly object[];
  readonly per_page: number;
  readonly total: number;
  readonly last_page: number;
}

/** One page of a list, in the given order. Throws a 422 for a page or size out of range. */
export function paginate<Item>(items: readonly Item[], query: unknown, view: (item: Item) => object): Paginator {
  const errors: FieldErrors = {};
  const current_page = integer(query, 'page', MAX_PAGE, 1, errors);
  const per_page = integer(query, 'per_page', MAX_PER_PAGE, DEFAULT_PER_PAGE, errors);
  if (Object.keys(errors).length > 0) throw invalidFields(errors, 'The limits of lists are not documented.');
  const offset = (current_page - 1) * per_page;
  return {
    current_page,
    data: items.slice(offset, offset + per_page).map(view),
    per_page,
    total: items.length,
    last_page: Math.max(1, Math.ceil(items.length / per_page)),
  };
}

/** A query parameter as text. The last value of a repeated parameter counts; an empty parameter is absent. */
export function parameter(query: unknown, name: string): string | undefined {
  const value = [(query as Record<string, string | string[] | undefined>)[name]].flat().at(-1);
  return value === '' ? undefined : value;
}

function integer(query: unknown, name: string, max: number, fallback: number, errors: FieldErrors): number {
  const text = parameter(query, name) ?? String(fallback);
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
  errors[name] = [`The ${name.replace('_', ' ')} field must be an integer from 1 to ${max}.`];
  return fallback;
}
