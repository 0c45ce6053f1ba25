import { createScriptedBackend } from './backend/scripted-backend.ts';
import { paymentAddress } from './site/payment-address.ts';

/** The parts of the worker's global scope in use. The types of the DOM do not contain it. */
interface WorkerScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'install' | 'activate', listener: (event: LifetimeEvent) => void): void;
  addEventListener(type: 'message', listener: (event: LifetimeEvent) => void): void;
}
interface LifetimeEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** The backend of the documentation's examples. All other requests go to the network, as without a worker. */
const worker = globalThis as unknown as WorkerScope;
const backend = createScriptedBackend({ linkAddress: paymentAddress });

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('message', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin === worker.location.origin && /^\/(?:v1|playground\/backend)\//.test(pathname))
    event.respondWith(backend(event.request));
});
