import { qrModules } from './qr-modules.ts';

/** Modules of light around the code that scanners count on (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const PNG_PIXELS = 1024;

/** A QR code, drawn in units of one module, quiet zone included. */
export interface QrCode {
  readonly size: number;
  /** SVG path of the dark modules. */
  readonly path: string;
}

export function qrCode(text: string): QrCode {
  const rows = qrModules(text);
  const dark = rows.flatMap((row, y) =>
    row.map((module, x) => (module ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')),
  );
  return { size: rows.length + 2 * QUIET_ZONE, path: dark.join('') };
}

/** The code as a file: an address that a link can download. */
export function svgAddress({ size, path }: QrCode): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/**
 * The same as a picture of at least 1024 pixels, every module a whole number of them. Drawing and compressing it takes longer
 * than all the rest, so it comes in tasks of its own.
 */
export async function pngAddress({ size, path }: QrCode): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve));
  const canvas = document.createElement('canvas');
  const scale = Math.ceil(PNG_PIXELS / size);
  canvas.width = canvas.height = size * scale;
  const pen = canvas.getContext('2d')!;
  pen.scale(scale, scale);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = '#000';
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a pen is no array
  pen.fill(new Path2D(path));
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  const reader = new FileReader();
  reader.readAsDataURL(picture!);
  await new Promise((resolve) => reader.addEventListener('load', resolve));
  return reader.result as string;
}
