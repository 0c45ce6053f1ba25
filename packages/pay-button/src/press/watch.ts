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
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_POLL_MS;
  const stream = new EventSource(events);
  const told = (link: LinkView): void => {
    if (!stopped) onLink(link);
  };
  const look = (): void => {
    clearTimeout(timer);
    if (stopped || document.hidden) return;
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
  document.addEventListener('visibilitychange', back);
  addEventListener('online', back);
  addEventListener('pageshow', back);
  return () => {
    stopped = true;
    stream.close();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', back);
    removeEventListener('online', back);
    removeEventListener('pageshow', back);
  };
}
