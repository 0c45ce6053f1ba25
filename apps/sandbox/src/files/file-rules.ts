/** 5 MB, as documented: 5 × 1024 × 1024 bytes. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** A file as it came. */
export interface Upload {
  readonly bytes: Buffer;
  /** As the sender called it: never trusted, never a path. */
  readonly name: string;
  /** It was longer than allowed and was not read to its end. */
  readonly isTooLarge: boolean;
}

/** Each kind of file with its MIME type and its first bytes in hex. */
const KINDS = {
  pdf: { type: 'application/pdf', starts: /^25504446/ },
  png: { type: 'image/png', starts: /^89504e470d0a1a0a/ },
  jpg: { type: 'image/jpeg', starts: /^ffd8ff/ },
  gif: { type: 'image/gif', starts: /^474946383[79]61/ },
  webp: { type: 'image/webp', starts: /^52494646.{8}57454250/ },
} as const;
export type FileKind = keyof typeof KINDS;

/** The images that browsers show, for logos whose limits the reference does not document. */
export const IMAGES = ['jpg', 'png', 'gif', 'webp'] as const satisfies readonly FileKind[];

export function mimeTypeOf<Kind extends FileKind>(kind: Kind): (typeof KINDS)[Kind]['type'] {
  return KINDS[kind].type;
}

/** The kind of a file by its first bytes, not by its name or declared type; `null` for an unknown kind. */
export function kindOf(bytes: Buffer): FileKind | null {
  const start = bytes.subarray(0, 12).toString('hex');
  const kinds = Object.keys(KINDS) as FileKind[];
  return kinds.find((kind) => KINDS[kind].starts.test(start)) ?? null;
}
