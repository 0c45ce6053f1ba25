import { expect } from 'vitest';

/** The top-level keys of ext's responses. */
export const LIST = ['data', 'links', 'meta'];
export const ONE = ['data'];

/** Matches an object with at least these fields. */
export const has = (fields: object): unknown => expect.objectContaining(fields);

/** Matches a first page with this item. */
export const page = (item: object): unknown =>
  has({ data: expect.arrayContaining([has(item)]), meta: has({ current_page: 1 }) });
