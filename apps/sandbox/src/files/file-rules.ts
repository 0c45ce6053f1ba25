/** 5 MB, as documented: 5 × 1024 × 1024 bytes. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** An uploaded file. */
export interface Upload {
  readonly bytes: Buffer;
  /** The sender’s file name. It is not trusted and never used as a path. */
  readonly name: string;
  /** `true` if the file exceeded the limit. It was then not read completely. */
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

/** The image types that browsers show, for logos whose limits the reference does not document. */
export const IMAGES = ['jpg', 'png', 'gif', 'webp'] as const satisfies readonly FileKind[];

export function mimeTypeOf<Kind extends FileKind>(kind: Kind): (typeof KINDS)[Kind]['type'] {
  return KINDS[kind].type;
}

/** The kind of a file by its first bytes, independent of its name and declared type. `null` for an unknown kind. */
export function kindOf(bytes: Buffer): FileKind | null {
  const start = bytes.subarray(0, 12).toString('hex');
  const kinds = Object.keys(KINDS) as FileKind[];
  return kinds.find((kind) => KINDS[kind].starts.test(start)) ?? null;
}
