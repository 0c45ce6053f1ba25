import { generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgPath, toSvgSource } from 'lean-qr/extras/svg';

/** The code of the address that every situation's link has, as the backend would give it: to draw, and as files. */
export function qrCodes(address: string) {
  const code = generate(address);
  const side = code.size + 8;
  return {
    view: { view_box: `-4 -4 ${side} ${side}`, path: toSvgPath(code) },
    files: {
      svg: { type: 'image/svg+xml', body: toSvgSource(code, { off: '#fff', scale: 24 }) },
      png: { type: 'image/png', body: toPngBuffer(code, { off: [255, 255, 255], scale: 24 }) },
    },
  };
}
