import { z } from 'zod';

import { Count } from './fields.ts';
import { soft } from './soft-shape.ts';

/** The schema of a response with one resource: `{data}`. */
export function enveloped<T>(item: z.ZodType<T>): z.ZodType<T> {
  return z.object({ data: item }).transform(({ data }) => data);
}

const PageMeta = z.object({ current_page: Count, per_page: Count, last_page: Count, total: Count });

/** One page of a list. Omits MyTPE's `links`, because their host may differ from the configured one. */
export interface Page<T> {
  readonly data: readonly T[];
  /** Page numbers start at 1. `last_page` and `total` are as of this response. */
  readonly meta: z.output<typeof PageMeta>;
}

/** The schema of a list: `{data: […], links, meta}`. */
export function paged<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({ data: z.array(item), meta: PageMeta });
}

/**
 * The schema of a list whose pagination MyTPE does not document. A list without a readable `meta`, or without an
 * envelope, counts as the only page.
 */
export function softPaged<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  const list = z.object({ data: z.array(item), meta: soft(PageMeta) }).transform(({ data, meta }): Page<T> => {
    const onlyPage = { current_page: 1, per_page: data.length, last_page: 1, total: data.length };
    return { data, meta: meta ?? onlyPage };
  });
  return z.preprocess((response) => (Array.isArray(response) ? { data: response } : response), list);
}

/** The schema of a list in v2: Laravel's paginator inside `data`. Some of MyTPE's samples omit `last_page`. */
export function paginated<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  const paginator = z.object({
    current_page: Count,
    data: z.array(item),
    per_page: Count,
    total: Count,
    last_page: Count.nullish(),
  });
  return z.object({ data: paginator }).transform(({ data: { data, last_page, ...meta } }) => ({
    data,
    meta: { ...meta, last_page: last_page ?? Math.max(1, Math.ceil(meta.total / Math.max(1, meta.per_page))) },
  }));
}
