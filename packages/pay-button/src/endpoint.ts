let configured = '';

/** Page-wide defaults; an element's own attributes win. */
export interface Configuration {
  /** Address of the backend, like `https://pay.shop.example`. A path prefix is kept. */
  endpoint: string;
}

/** Sets the backend for every element that does not name its own. The drop-in script calls it with where it came from. */
export function configure({ endpoint }: Configuration): void {
  configured = endpoint;
}

/** The backend's address without a trailing slash; empty when nobody said. */
export function endpointOf(own: string | null | undefined): string {
  return (own || configured).replace(/\/+$/, '');
}

/** Where a drop-in script's backend is: its own address without the file and the version folder. */
export function endpointOfScript(url: string): string {
  return url.replace(/\/(?:v\d+\.[^/]+\/)?[^/?#]*(?:[?#].*)?$/, '');
}
