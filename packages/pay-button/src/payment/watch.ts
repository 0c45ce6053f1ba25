import type { LinkView } from '../views.ts';

export interface WatchOptions {
  /** Address of the link's event stream. */
  readonly events: string;
  readonly read: () => Promise<LinkView>;
  /** Throws for an event that is not a link; the event is then ignored. */
  readonly parse: (body: unknown) => LinkView;
  readonly onLink: (link: LinkView) => void;
}

const FIRST_POLL_MS = 3000;
const SLOWEST_POLL_MS = 30_000;

/** One stream, and all who listen to it. */
interface Watch {
  readonly listeners: Set<(link: LinkView) => void>;
  readonly stop: () => void;
  last?: LinkView;
}
const watches = new Map<string, Watch>();

/**
 * Follows a link until the returned function is called. Elements that follow the same one share a stream: browsers keep few
 * connections to a server, and a page of many open streams could load nothing any more.
 */
export function watchLink({ onLink, ...options }: WatchOptions): () => void {
  const { events } = options;
  const watch = watches.get(events) ?? startWatch(options);
  // A function of its own, so that nobody's going takes another's away.
  const listener = (link: LinkView): void => onLink(link);
  const { listeners, last } = watch;
  listeners.add(listener);
  if (last) queueMicrotask(() => listeners.has(listener) && listener(last));
  return () => {
    if (!listeners.delete(listener) || listeners.size > 0) return;
    watches.delete(events);
    watch.stop();
  };
}

function startWatch(options: Omit<WatchOptions, 'onLink'>): Watch {
  const listeners: Watch['listeners'] = new Set();
  const onLink = (link: LinkView): void => {
    watch.last = link;
    for (const listener of listeners) listener(link);
  };
  const watch: Watch = { listeners, stop: follow({ ...options, onLink }) };
  watches.set(options.events, watch);
  return watch;
}

/**
 * By the link's event stream, which tells its view as soon as it is open, and while nothing is heard of that, by asking again
 * and again: more calmly each time, and not at all while the page is hidden. A stream may be refused, cut off, or held back
 * by a proxy that collects answers.
 */
function follow({ events, read, parse, onLink }: WatchOptions): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_POLL_MS;
  let heard = false;
  const stream = new EventSource(events);
  const told = (link: LinkView): void => {
    if (!signal.aborted) onLink(link);
  };
  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const askLater = (): void => {
    timer = setTimeout(look, wait);
    wait = Math.min(wait * 1.5, SLOWEST_POLL_MS);
  };
  const look = (): void => {
    rest();
    if (signal.aborted || document.hidden) return;
    read().then(told, () => {});
    if (!heard) askLater();
  };
  // Back from another tab, from having no network or from the back-forward cache: what was missed is read now.
  const back = (): void => {
    wait = FIRST_POLL_MS;
    look();
  };
  stream.addEventListener('link', (event) => {
    let link: LinkView;
    try {
      link = parse(JSON.parse((event as MessageEvent<string>).data));
    } catch {
      // Polling continues until the stream delivers a link.
      return;
    }
    heard = true;
    rest();
    told(link);
  });
  stream.addEventListener('error', () => {
    if (heard) wait = FIRST_POLL_MS;
    heard = false;
    // The browser tries again by itself; asking goes its own, calmer way.
    if (timer === undefined) look();
  });
  document.addEventListener('visibilitychange', back, { signal });
  addEventListener('online', back, { signal });
  addEventListener('pageshow', back, { signal });
  askLater();
  return () => {
    ending.abort();
    stream.close();
    clearTimeout(timer);
  };
}
