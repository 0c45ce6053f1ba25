import { z } from 'zod';

import type { Page } from '../wire/envelope.ts';
import { Count } from '../wire/fields.ts';

/** One page of a list: Laravel's paginator, which v2 puts inside `data`. Some samples leave `last_page` out. */
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
