import type { QrCodeView } from '@mytpe-pay/contract';
import { type Bitmap2D, correction, generate, mode } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgPath, toSvgSource } from 'lean-qr/extras/svg';
import { LRUCache } from 'lru-cache';

/** Modules of light around a code that scanners count on (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const FILE_PIXELS = 1024;
/** Drawing a picture takes ten milliseconds, and everybody may ask: the last ones are kept, a few kilobytes each. */
const KEPT = 100;

interface QrFile {
  readonly type: string;
  readonly body: string | Uint8Array;
}
/** Always dark on light; every module is a whole number of pixels. */
const DRAWINGS: Record<'svg' | 'png', (code: Bitmap2D, scale: number) => QrFile> = {
  svg: (code, scale) => ({
    type: 'image/svg+xml; charset=utf-8',
    body: toSvgSource(code, { on: '#000', off: '#fff', pad: QUIET_ZONE, scale, xmlDeclaration: true }),
  }),
  png: (code, scale) => ({
    type: 'image/png',
    body: toPngBuffer(code, { on: [0, 0, 0], off: [255, 255, 255], pad: QUIET_ZONE, scale }),
  }),
};

const files = new LRUCache<string, QrFile>({ max: KEPT });

/** Byte for byte, whatever the letters; still read with a seventh of it soiled. */
const codeOf = (address: string): Bitmap2D =>
  generate(mode.bytes(new TextEncoder().encode(address)), { minCorrectionLevel: correction.M });
const sideOf = ({ size }: Bitmap2D): number => size + 2 * QUIET_ZONE;

/** The QR code of an address, for a page to draw: a module is one unit. @throws for more than 2331 bytes. */
export function qrCodeView(address: string): QrCodeView {
  const code = codeOf(address);
  return { view_box: `-${QUIET_ZONE} -${QUIET_ZONE} ${sideOf(code)} ${sideOf(code)}`, path: toSvgPath(code) };
}

/** The same as a file to keep or to print, at least 1024 pixels wide. @throws for more than 2331 bytes. */
export function qrFile(address: string, kind: keyof typeof DRAWINGS): QrFile {
  const name = `${kind} ${address}`;
  let file = files.get(name);
  if (!file) {
    const code = codeOf(address);
    file = DRAWINGS[kind](code, Math.ceil(FILE_PIXELS / sideOf(code)));
    files.set(name, file);
  }
  return file;
}
