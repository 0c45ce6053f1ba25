import { expect } from 'vitest';

/** The keys at the top of ext's answers. */
export const LIST = ['data', 'links', 'meta'];
export const ONE = ['data'];

/** These fields, whatever else there is. */
export const has = (fields: object): unknown => expect.objectContaining(fields);

/** A first page that holds this item. */
export const page = (item: object): unknown =>
  has({ data: expect.arrayContaining([has(item)]), meta: has({ current_page: 1 }) });
