import { type Bitmap2D, generate } from 'lean-qr';
import { toSvgPath, toSvgSource } from 'lean-qr/extras/svg';

import { encodePng } from './png.ts';

/** The empty cells around the code that readers need. */
const MARGIN = 4;
/** Pixels of a cell in the files. */
const SCALE = 24;

const sideOf = ({ size }: Bitmap2D): number => size + 2 * MARGIN;

/** A QR code as the element draws it. */
export function qrView(address: string): { view_box: string; path: string } {
  const code = generate(address);
  const side = sideOf(code);
  return { view_box: `-${MARGIN} -${MARGIN} ${side} ${side}`, path: toSvgPath(code) };
}

/** A QR code as a file to download. */
export async function qrFile(address: string, kind: 'svg' | 'png'): Promise<Response> {
  const code = generate(address);
  const headers = { 'content-disposition': `attachment; filename="sample.${kind}"` };
  if (kind === 'svg')
    return new Response(toSvgSource(code, { off: '#fff', scale: SCALE }), {
      headers: { ...headers, 'content-type': 'image/svg+xml' },
    });
  const png = await encodePng((x, y) => code.get(x - MARGIN, y - MARGIN), sideOf(code), SCALE);
  return new Response(png, { headers: { ...headers, 'content-type': 'image/png' } });
}
