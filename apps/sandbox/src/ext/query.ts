import { type FieldErrors, invalidFields } from './problem.ts';

const DEFAULT_PER_PAGE = 15;
/** The reference names no maximum. The sandbox needs a limit, and a client must handle one. */
const MAX_PER_PAGE = 100;
const MAX_PAGE = 100_000;
const MAX_SEARCH = 200;

/** The parameters of a list: permitted values for the enum filters, `null` for filters that take any id. */
export interface ListRules {
  readonly filters: Readonly<Record<string, readonly string[] | null>>;
  readonly sortable: readonly string[];
}

/** A validated list request. `search` is in lower case. */
export interface ListQuery {
  readonly filters: ReadonlyMap<string, string>;
  readonly search: string | null;
  readonly sortBy: string | null;
  readonly descending: boolean;
  readonly page: number;
  readonly perPage: number;
}

/** Reads a list’s query string. Ignores unknown parameters. Throws a 422 that names each bad value. */
export function parseListQuery(query: unknown, rules: ListRules): ListQuery {
  const values = lastValues(query as Record<string, string | string[]>);
  const errors: FieldErrors = {};
  const oneOf = (name: string, allowed: readonly string[]): string | null => {
    const value = values.get(name) ?? null;
    if (value !== null && !allowed.includes(value))
      errors[name] = [`The ${name} must be one of: ${allowed.join(', ')}.`];
    return value;
  };
  const integer = (name: string, max: number, fallback: number): number => {
    const value = values.get(name) ?? String(fallback);
    const inRange = /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= max;
    if (!inRange) errors[name] = [`The ${name} must be an integer from 1 to ${max}.`];
    return Number(value);
  };
  const parsed: ListQuery = {
    filters: readFilters(values, rules, oneOf),
    search: values.get('search')?.toLowerCase() ?? null,
    sortBy: oneOf('sort_by', rules.sortable),
    descending: oneOf('sort_dir', ['asc', 'desc']) === 'desc',
    page: integer('page', MAX_PAGE, 1),
    perPage: integer('per_page', MAX_PER_PAGE, DEFAULT_PER_PAGE),
  };
  if ((parsed.search?.length ?? 0) > MAX_SEARCH)
    errors['search'] = [`The search has at most ${MAX_SEARCH} characters.`];
  if (Object.keys(errors).length > 0) throw invalidFields(errors, 'List limits and sort columns are not documented.');
  return parsed;
}

function readFilters(
  values: ReadonlyMap<string, string>,
  rules: ListRules,
  oneOf: (name: string, allowed: readonly string[]) => string | null,
): Map<string, string> {
  const filters = new Map<string, string>();
  for (const [name, allowed] of Object.entries(rules.filters)) {
    const value = allowed === null ? values.get(name) : oneOf(name, allowed);
    if (value !== undefined && value !== null) filters.set(name, value);
  }
  return filters;
}

/** The last value of each parameter, as in PHP. An empty parameter counts as absent. */
function lastValues(query: Record<string, string | string[]>): Map<string, string> {
  const entries = Object.entries(query).map(([name, value]) => [name, [value].flat().at(-1) ?? ''] as const);
  return new Map(entries.filter(([, value]) => value !== ''));
}
