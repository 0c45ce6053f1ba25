/** The first bytes of each type of file. */
export const HEADS = {
  pdf: Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n', 'latin1'),
  png: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  jpeg: Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF', 'latin1'),
  gif: Buffer.from('GIF89a', 'latin1'),
  webp: Buffer.from('RIFF\x04\x00\x00\x00WEBP', 'latin1'),
} as const;

export const MAX_BYTES = 5 * 1024 * 1024;

/** Returns a file of this type and size. It contains every byte value, including line breaks and dashes. */
export function fileBytes(kind: keyof typeof HEADS, size: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index < size; index += 1) bytes[index] = (index * 7919 + (index >> 8)) & 0xff;
  HEADS[kind].copy(bytes);
  return bytes;
}

/** Yields the bytes from a source that reuses one buffer. */
export async function* dripped(bytes: Uint8Array, step = 50_000): AsyncGenerator<Uint8Array> {
  const shared = new Uint8Array(step);
  for (let start = 0; start < bytes.length; start += step) {
    const piece = bytes.subarray(start, start + step);
    shared.set(piece);
    yield shared.subarray(0, piece.length);
  }
}
