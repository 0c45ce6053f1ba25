import { z } from 'zod';

import { Count } from './fields.ts';
import { soft } from './soft-shape.ts';

/** `{data}`: one resource. */
export function enveloped<T>(item: z.ZodType<T>): z.ZodType<T> {
  return z.object({ data: item }).transform(({ data }) => data);
}

const PageMeta = z.object({ current_page: Count, per_page: Count, last_page: Count, total: Count });

/** One page of a list, as MyTPE cut it. Its `links` are left out: their host may not be the configured one. */
export interface Page<T> {
  readonly data: readonly T[];
  /** 1-based; `last_page` and `total` as of this answer. */
  readonly meta: z.output<typeof PageMeta>;
}

/** `{data: […], links, meta}`: a list. */
export function paged<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({ data: z.array(item), meta: PageMeta });
}

/** A list whose paging MyTPE does not document: without a readable `meta`, or without an envelope, it is all there is. */
export function softPaged<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  const list = z.object({ data: z.array(item), meta: soft(PageMeta) }).transform(({ data, meta }): Page<T> => {
    const onlyPage = { current_page: 1, per_page: data.length, last_page: 1, total: data.length };
    return { data, meta: meta ?? onlyPage };
  });
  return z.preprocess((answer) => (Array.isArray(answer) ? { data: answer } : answer), list);
}
