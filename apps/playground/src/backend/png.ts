const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** One bit for each pixel, in grey. */
const FORMAT = [1, 0, 0, 0, 0];
const WHITE = 0xff;

/**
 * Encodes a square black and white picture as PNG. Runs in browsers, where the QR library has no encoder without a canvas.
 * @param side the side in cells, each of `scale` × `scale` pixels.
 */
export async function encodePng(
  isBlack: (x: number, y: number) => boolean,
  side: number,
  scale: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = side * scale;
  // Every row starts with the number of its filter, 0 for none.
  const rowBytes = 1 + Math.ceil(pixels / 8);
  const rows = new Uint8Array(rowBytes * pixels).fill(WHITE);
  for (let y = 0; y < pixels; y += 1) {
    rows[y * rowBytes] = 0;
    for (let x = 0; x < pixels; x += 1)
      if (isBlack(Math.floor(x / scale), Math.floor(y / scale)))
        rows[y * rowBytes + 1 + (x >> 3)]! &= ~(0x80 >> (x & 7));
  }
  const compressed = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'));
  const data = new Uint8Array(await new Response(compressed).arrayBuffer());
  const size = [...uint32(pixels), ...uint32(pixels)];
  return Uint8Array.from([
    ...SIGNATURE,
    ...chunk('IHDR', [...size, ...FORMAT]),
    ...chunk('IDAT', [...data]),
    ...chunk('IEND', []),
  ]);
}

function chunk(type: string, data: readonly number[]): number[] {
  const typed = [...new TextEncoder().encode(type), ...data];
  return [...uint32(data.length), ...typed, ...uint32(crc32(typed))];
}

const uint32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

/** The checksum of ISO 3309. */
function crc32(bytes: readonly number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
