import { parentPort } from 'node:worker_threads';

import type { QrCodeView } from '@mytpe-pay/contract';
import { type Bitmap2D, correction, generate, mode } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgPath, toSvgSource } from 'lean-qr/extras/svg';

/** The light modules around a code that scanners need (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const FILE_PIXELS = 1024;

/** `json`: a {@link QrCodeView} for a page to draw. `svg`, `png`: a file at least 1024 pixels wide. */
export type QrKind = 'json' | 'svg' | 'png';

/** Draws a code dark on light. In a file every module is a whole number of pixels wide. */
const DRAWINGS: Record<QrKind, (code: Bitmap2D) => string | Uint8Array> = {
  json: (code) => {
    const view: QrCodeView = {
      view_box: `-${QUIET_ZONE} -${QUIET_ZONE} ${sideOf(code)} ${sideOf(code)}`,
      path: toSvgPath(code),
    };
    return JSON.stringify(view);
  },
  svg: (code) =>
    toSvgSource(code, { on: '#000', off: '#fff', pad: QUIET_ZONE, scale: scaleOf(code), xmlDeclaration: true }),
  png: (code) => toPngBuffer(code, { on: [0, 0, 0], off: [255, 255, 255], pad: QUIET_ZONE, scale: scaleOf(code) }),
};

const sideOf = ({ size }: Bitmap2D): number => size + 2 * QUIET_ZONE;
const scaleOf = (code: Bitmap2D): number => Math.ceil(FILE_PIXELS / sideOf(code));

/**
 * Renders the QR code of an address, byte for byte, with error correction M (15 %). Takes 10 to 400 ms, so only the worker
 * calls it. @throws for more than 2331 bytes.
 */
function renderQrCode(address: string, kind: QrKind): string | Uint8Array {
  const code = generate(mode.bytes(new TextEncoder().encode(address)), { minCorrectionLevel: correction.M });
  return DRAWINGS[kind](code);
}

/** A rendering to do. The worker sends it back with `body`, or with `error`. */
export interface QrTask {
  readonly id: number;
  readonly address: string;
  readonly kind: QrKind;
}

/** The outcome of a task. */
export type QrOutcome =
  | { readonly id: number; readonly body: string | Uint8Array }
  | { readonly id: number; readonly error: string };

parentPort?.on('message', ({ id, address, kind }: QrTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  parentPort?.postMessage(outcomeOf(id, address, kind));
});

function outcomeOf(id: number, address: string, kind: QrKind): QrOutcome {
  try {
    return { id, body: renderQrCode(address, kind) };
  } catch (error) {
    return { id, error: String(error) };
  }
}
