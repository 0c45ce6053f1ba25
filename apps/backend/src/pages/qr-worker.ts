import { parentPort } from 'node:worker_threads';

import { type QrKind, renderQrCode } from './qr-code.ts';

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
