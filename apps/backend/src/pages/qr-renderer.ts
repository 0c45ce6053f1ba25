import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import { LRUCache } from 'lru-cache';

import { Problem } from '../lib/problem.ts';
import type { QrKind, QrOutcome, QrTask } from './qr-worker.ts';

/** The longest address that fits in a QR code of this error correction, bytes. */
export const MAX_QR_BYTES = 2331;
/** The size of the cache, bytes. A rendering takes 1 to 200 kB. */
const MAX_CACHE_BYTES = 4 * 1024 * 1024;
/** The maximum number of waiting renderings. The worker renders about 50 per second. */
const MAX_WAITING = 100;

/** Renders QR codes in a worker thread, so that other requests do not wait. */
export interface QrRenderer {
  /**
   * Renders the code of an address, or returns it from the cache. Concurrent callers share one rendering.
   * @param admit called before a new rendering; it throws to refuse it.
   * @throws Problem `rate_limited` if too many renderings wait.
   */
  render(address: string, kind: QrKind, admit: () => void): Promise<string | Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (body: string | Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Creates the renderer. Its worker starts with the first code. */
export function createQrRenderer(): QrRenderer {
  const cache = new LRUCache<string, string | Uint8Array>({
    maxSize: MAX_CACHE_BYTES,
    sizeCalculation: (body, name) => body.length + name.length,
  });
  const rendering = new Map<string, Promise<string | Uint8Array>>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let tasks = 0;

  /** Starts the worker for the first code, and for the next code after a crash. */
  function start(): Worker {
    // In the bundle, both files are next to each other too, with another extension.
    const file = new URL(`./qr-worker${extname(import.meta.url)}`, import.meta.url);
    // The environment contains secrets that the worker does not need.
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
      const known = cache.get(name) ?? rendering.get(name);
      if (known !== undefined) return known;
      if (waiting.size >= MAX_WAITING)
        throw new Problem('rate_limited', { retryAfter: 5, operator: 'too many QR codes wait to be rendered' });
      admit();
      const made = begin(address, kind);
      rendering.set(name, made);
      try {
        const body = await made;
        cache.set(name, body);
        return body;
      } finally {
        rendering.delete(name);
      }
    },
    close: async () => void (await worker?.terminate()),
  };
}
