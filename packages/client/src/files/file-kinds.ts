/** The kinds of files that can be told from their first bytes. */
const KINDS = [
  { type: 'image/png', label: 'PNG', extensions: ['png'], begins: (head) => head.startsWith('\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', label: 'JPEG', extensions: ['jpg', 'jpeg'], begins: (head) => head.startsWith('\xff\xd8\xff') },
  { type: 'image/gif', label: 'GIF', extensions: ['gif'], begins: (head) => /^GIF8[79]a/.test(head) },
  { type: 'image/webp', label: 'WebP', extensions: ['webp'], begins: (head) => /^RIFF.{4}WEBP/s.test(head) },
  // Last: readers accept a PDF that begins anywhere in its first kilobyte (ISO 32000, implementation notes).
  { type: 'application/pdf', label: 'PDF', extensions: ['pdf'], begins: (head) => head.includes('%PDF-') },
] as const satisfies readonly (Kind & { begins: (head: string) => boolean })[];

interface Kind {
  readonly type: string;
  readonly label: string;
  readonly extensions: readonly string[];
}

export type FileType = (typeof KINDS)[number]['type'];

const HEAD_BYTES = 1024;

/** What the bytes say they are; `undefined` for none of the known kinds. */
export function typeByContent(bytes: Uint8Array): FileType | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  return KINDS.find(({ begins }) => begins(head))?.type;
}

/** `jpg` of `Photo.JPG`; `undefined` when the name has none (`Boutique S.A.R.L` has none). */
export function extensionOf(name: string): string | undefined {
  return /[^.]\.([a-z\d]{2,5})$/i.exec(name)?.[1]?.toLowerCase();
}

export function typeByExtension(extension: string): FileType | undefined {
  return KINDS.find(({ extensions }) => (extensions as readonly string[]).includes(extension))?.type;
}

/** What people call a type: `PDF`; the type itself when it is none of the known. */
export function labelOf(type: string): string {
  return KINDS.find((kind) => kind.type === type)?.label ?? type;
}

/** The usual end of a name of this type. */
export function usualExtension(type: string): string | undefined {
  return KINDS.find((kind) => kind.type === type)?.extensions[0];
}
