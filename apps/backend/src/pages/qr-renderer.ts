import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import { LRUCache } from 'lru-cache';

import { Problem } from '../lib/problem.ts';
import type { QrKind, QrOutcome, QrTask } from './qr-worker.ts';

/** The longest address that fits in a QR code of this error correction, bytes. */
export const MAX_QR_BYTES = 2331;
/** All renderings that are kept, bytes. One takes 1 to 200 kB. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;
/** Renderings that may wait for the worker, which does about 50 a second. */
const MAX_WAITING = 100;

/** Renders QR codes in a thread of its own, so that no other request waits for it. */
export interface QrRenderer {
  /**
   * Renders the code of an address once; later callers get the kept one, concurrent callers share it.
   * @param admit runs before a new rendering begins; it throws to refuse it.
   * @throws Problem `rate_limited` when too many renderings wait.
   */
  render(address: string, kind: QrKind, admit: () => void): Promise<string | Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (body: string | Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export function createQrRenderer(): QrRenderer {
  const kept = new LRUCache<string, string | Uint8Array>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: (body, name) => body.length + name.length,
  });
  const rendering = new Map<string, Promise<string | Uint8Array>>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let tasks = 0;

  /** Started with the first code; after a crash, with the next. */
  function start(): Worker {
    // The bundle puts both files next to each other, too, and gives them another extension.
    const file = new URL(`./qr-worker${extname(import.meta.url)}`, import.meta.url);
    // Nothing of this process's environment is its business: there are secrets in it.
    const started = new Worker(file, { env: {}, execArgv: [] });
    const fail = (error: Error): void => {
      if (worker === started) worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('message', (outcome: QrOutcome) => {
      const task = waiting.get(outcome.id);
      waiting.delete(outcome.id);
      if (waiting.size === 0) started.unref();
      if ('body' in outcome) task?.resolve(outcome.body);
      else task?.reject(new Error(`the QR code could not be rendered: ${outcome.error}`));
    });
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`the QR worker ended with ${code}`)));
    return started;
  }

  function begin(address: string, kind: QrKind): Promise<string | Uint8Array> {
    const task: QrTask = { id: tasks++, address, kind };
    return new Promise((resolve, reject) => {
      waiting.set(task.id, { resolve, reject });
      worker ??= start();
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
      worker.postMessage(task);
    });
  }

  return {
    async render(address, kind, admit) {
      const name = `${kind} ${address}`;
      const known = kept.get(name) ?? rendering.get(name);
      if (known !== undefined) return known;
      if (waiting.size >= MAX_WAITING)
        throw new Problem('rate_limited', { retryAfter: 5, operator: 'too many QR codes wait to be rendered' });
      admit();
      const made = begin(address, kind);
      rendering.set(name, made);
      try {
        const body = await made;
        kept.set(name, body);
        return body;
      } finally {
        rendering.delete(name);
      }
    },
    close: async () => void (await worker?.terminate()),
  };
}
