/** Page-wide defaults; an element's own attributes win. */
export interface Configuration {
  /** Address of the backend, such as `https://pay.shop.example`. A path prefix is kept. */
  endpoint: string;
}

/** Time for an application to name its backend and the offer before that is an error, in milliseconds. */
export const CONFIGURE_GRACE_MS = 1000;

let configured = '';
const waiting = new Set<() => void>();

/**
 * Sets the backend for every element that does not name its own, also for elements that are on the page already. The drop-in
 * script calls it with its own origin.
 */
export function configure({ endpoint }: Configuration): void {
  configured = endpoint;
  const woken = [...waiting];
  waiting.clear();
  for (const wake of woken) wake();
}

/** Calls `wake` once, at the next `configure`. Adding the same function again has no effect. */
export function onConfigure(wake: () => void): void {
  waiting.add(wake);
}

/** @returns the backend's address without a trailing slash; empty where neither the element nor `configure` named one. */
export function endpointOf(own: string | null | undefined): string {
  return (own || configured).replace(/\/+$/, '');
}

/** @returns the backend that served a drop-in script: the script's address without its file and version folder. */
export function endpointOfScript(url: string): string {
  return url.replace(/\/(?:v\d+\.[^/]+\/)?[^/?#]*(?:[?#].*)?$/, '');
}
