import type { LinkView } from '../views.ts';

export interface WatchOptions {
  /** Address of the link's event stream. */
  readonly events: string;
  readonly read: () => Promise<LinkView>;
  readonly onLink: (link: LinkView) => void;
}

const FIRST_POLL_MS = 3000;
const SLOWEST_POLL_MS = 30_000;

/**
 * Follows a link until the returned function is called: by its event stream, and where that is refused or lost, by
 * asking again and again, more calmly each time and not at all while the page is hidden.
 */
export function watchLink({ events, read, onLink }: WatchOptions): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_POLL_MS;
  const stream = new EventSource(events);
  const told = (link: LinkView): void => {
    if (!signal.aborted) onLink(link);
  };
  const look = (): void => {
    clearTimeout(timer);
    if (signal.aborted || document.hidden) return;
    read().then(told, () => {});
    if (stream.readyState === EventSource.CLOSED) {
      timer = setTimeout(look, wait);
      wait = Math.min(wait * 1.5, SLOWEST_POLL_MS);
    }
  };
  // Back from another tab, from having no network or from the back-forward cache: what was missed is read now.
  const back = (): void => {
    wait = FIRST_POLL_MS;
    look();
  };
  stream.addEventListener('link', (event) => told(JSON.parse((event as MessageEvent<string>).data) as LinkView));
  stream.addEventListener('error', () => stream.readyState === EventSource.CLOSED && look());
  document.addEventListener('visibilitychange', back, { signal });
  addEventListener('online', back, { signal });
  addEventListener('pageshow', back, { signal });
  return () => {
    ending.abort();
    stream.close();
    clearTimeout(timer);
  };
}
