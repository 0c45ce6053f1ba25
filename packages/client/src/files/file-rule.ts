import { describeSize } from '../wire/input-fields.ts';

/** The file types that the client detects from the first bytes. */
const KINDS = [
  { type: 'image/png', label: 'PNG', extensions: ['png'], begins: (head) => head.startsWith('\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', label: 'JPEG', extensions: ['jpg', 'jpeg'], begins: (head) => head.startsWith('\xff\xd8\xff') },
  { type: 'image/gif', label: 'GIF', extensions: ['gif'], begins: (head) => /^GIF8[79]a/.test(head) },
  { type: 'image/webp', label: 'WebP', extensions: ['webp'], begins: (head) => /^RIFF.{4}WEBP/s.test(head) },
  // The last type, because a PDF may begin anywhere in the first kilobyte (ISO 32000, implementation notes).
  { type: 'application/pdf', label: 'PDF', extensions: ['pdf'], begins: (head) => head.includes('%PDF-') },
] as const satisfies readonly (Kind & { begins: (head: string) => boolean })[];

interface Kind {
  readonly type: string;
  readonly label: string;
  readonly extensions: readonly string[];
}

export type FileType = (typeof KINDS)[number]['type'];

const HEAD_BYTES = 1024;

/** Detects the type from the first bytes. Returns `undefined` for an unknown type. */
export function typeByContent(bytes: Uint8Array): FileType | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  return KINDS.find(({ begins }) => begins(head))?.type;
}

/** Returns the extension of a name (`Photo.JPG` → `jpg`), or `undefined` if it has none, like `Boutique S.A.R.L`. */
export function extensionOf(name: string): string | undefined {
  return /[^.]\.([a-z\d]{2,5})$/i.exec(name)?.[1]?.toLowerCase();
}

export function typeByExtension(extension: string): FileType | undefined {
  return KINDS.find(({ extensions }) => (extensions as readonly string[]).includes(extension))?.type;
}

/** Returns the label of a type, like `PDF`. Returns the type itself if it is unknown. */
export function labelOf(type: string): string {
  return KINDS.find((kind) => kind.type === type)?.label ?? type;
}

/** Returns the usual file extension of a type. */
export function usualExtension(type: string): string | undefined {
  return KINDS.find((kind) => kind.type === type)?.extensions[0];
}

/** The files that MyTPE accepts in one field. */
export interface FileRule {
  readonly types: readonly FileType[];
  readonly maxBytes: number;
}

/** MyTPE documents "5 MB". PHP reads this as 5 × 1024 × 1024 bytes. */
const MAX_BYTES = 5 * 1024 * 1024;

export const PDF: FileRule = { types: ['application/pdf'], maxBytes: MAX_BYTES };
export const JPEG_OR_PNG: FileRule = { types: ['image/jpeg', 'image/png'], maxBytes: MAX_BYTES };
export const JPEG_PNG_OR_PDF: FileRule = { types: ['image/jpeg', 'image/png', 'application/pdf'], maxBytes: MAX_BYTES };
/** For fields without a documented rule: the types that browsers display, and the client's own size limit. */
export const ANY_IMAGE: FileRule = {
  types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
  maxBytes: MAX_BYTES,
};

/** Describes a rule in a message: `JPEG, PNG or PDF, at most 5 MiB (5,242,880 bytes)`. */
export function describeRule({ types, maxBytes }: FileRule): string {
  const labels = types.map(labelOf);
  const last = labels.pop();
  const list = labels.length === 0 ? last : `${labels.join(', ')} or ${last}`;
  return `${list}, at most ${describeSize(maxBytes)}`;
}
