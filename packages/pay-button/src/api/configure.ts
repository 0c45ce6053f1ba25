/** Defaults for the whole page. Attributes of an element override them. */
export interface Configuration {
  /** Address of the backend, such as `https://pay.shop.example`. A path prefix is kept. */
  endpoint: string;
}

/** The time that an application has to name its backend and the offer before the element reports an error, in milliseconds. */
export const CONFIGURE_GRACE_MS = 1000;

let configured = '';
const waiting = new Set<() => void>();

/**
 * Sets the backend for all elements without an `endpoint` attribute, including those already on the page. The drop-in script
 * calls it with its own origin.
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

/** @returns the backend's address without a trailing slash. Empty if neither the element nor `configure` named one. */
export function endpointOf(own: string | null | undefined): string {
  return (own || configured).replace(/\/+$/, '');
}

/** @returns the backend that served a drop-in script: the script's address without its file name and version folder. */
export function endpointOfScript(url: string): string {
  return url.replace(/\/(?:v\d+\.[^/]+\/)?[^/?#]*(?:[?#].*)?$/, '');
}
