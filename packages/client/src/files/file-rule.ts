import { describeSize } from '../wire/describe-size.ts';
import { type FileType, labelOf } from './file-kinds.ts';

/** What MyTPE takes in one field. */
export interface FileRule {
  readonly types: readonly FileType[];
  readonly maxBytes: number;
}

/** MyTPE writes "5 MB"; read as 5 × 1024 × 1024 bytes, as PHP does. */
const MAX_BYTES = 5 * 1024 * 1024;

export const PDF: FileRule = { types: ['application/pdf'], maxBytes: MAX_BYTES };
export const JPEG_OR_PNG: FileRule = { types: ['image/jpeg', 'image/png'], maxBytes: MAX_BYTES };
export const JPEG_PNG_OR_PDF: FileRule = { types: ['image/jpeg', 'image/png', 'application/pdf'], maxBytes: MAX_BYTES };
/** Where no limit is documented: what a browser shows, and a bound of our own. */
export const ANY_IMAGE: FileRule = {
  types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
  maxBytes: MAX_BYTES,
};

/** For people: `JPEG, PNG or PDF, at most 5 MiB (5,242,880 bytes)`. */
export function describeRule({ types, maxBytes }: FileRule): string {
  const labels = types.map(labelOf);
  const last = labels.pop();
  const list = labels.length === 0 ? last : `${labels.join(', ')} or ${last}`;
  return `${list}, at most ${describeSize(maxBytes)}`;
}
