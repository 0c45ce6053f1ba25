import { parseLink } from '../api/parse.ts';
import { type Backend, request } from '../api/request.ts';
import type { LinkView } from '../api/types.ts';

const FIRST_POLL_MS = 3000;
const SLOWEST_POLL_MS = 30_000;

type Listener = (link: LinkView) => void;

/** One event stream with its listeners. */
interface Watch {
  readonly listeners: Set<Listener>;
  readonly stop: () => void;
  last?: LinkView;
}
const watches = new Map<string, Watch>();

/**
 * Calls `onLink` with each view of a link until the returned function is called. Elements that watch the same link share a
 * stream, because browsers limit the connections to one server.
 */
export function watchLink(backend: Backend, id: string, onLink: Listener): () => void {
  const address = `${backend.endpoint}/v1/links/${id}/events?lang=${backend.language}`;
  const watch = watches.get(address) ?? startWatch(address, backend, id);
  // A new function, because the same one may watch twice.
  const listener: Listener = (link) => onLink(link);
  const { listeners, last } = watch;
  listeners.add(listener);
  if (last) queueMicrotask(() => listeners.has(listener) && listener(last));
  return () => {
    if (!listeners.delete(listener) || listeners.size > 0) return;
    watches.delete(address);
    watch.stop();
  };
}

function startWatch(address: string, backend: Backend, id: string): Watch {
  const listeners: Watch['listeners'] = new Set();
  const read = (): Promise<LinkView> => request(backend, `links/${id}`, parseLink);
  const onLink = (link: LinkView): void => {
    watch.last = link;
    for (const listener of listeners) listener(link);
  };
  const watch: Watch = { listeners, stop: streamOrPoll(address, read, onLink) };
  watches.set(address, watch);
  return watch;
}

/**
 * Listens to the link's event stream, which sends the link's view immediately. Until the first event it also polls, at
 * growing intervals and only while the page is visible, because a proxy may refuse, cut off or buffer the stream.
 */
function streamOrPoll(address: string, read: () => Promise<LinkView>, onLink: Listener): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_POLL_MS;
  let isStreaming = false;
  const stream = new EventSource(address);
  const deliver = (link: LinkView): void => {
    if (!signal.aborted) onLink(link);
  };
  const cancelPoll = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const schedulePoll = (): void => {
    timer = setTimeout(poll, wait);
    wait = Math.min(wait * 1.5, SLOWEST_POLL_MS);
  };
  const poll = (): void => {
    cancelPoll();
    if (signal.aborted || document.hidden) return;
    read().then(deliver, () => {});
    if (!isStreaming) schedulePoll();
  };
  // The page was in the background, offline or in the back-forward cache. Read the changes that it missed.
  const resume = (): void => {
    wait = FIRST_POLL_MS;
    poll();
  };
  stream.addEventListener('link', (event) => {
    let link: LinkView;
    try {
      link = parseLink(JSON.parse((event as MessageEvent<string>).data));
    } catch {
      // Polling continues until the stream delivers a link.
      return;
    }
    isStreaming = true;
    cancelPoll();
    deliver(link);
  });
  stream.addEventListener('error', () => {
    if (isStreaming) wait = FIRST_POLL_MS;
    isStreaming = false;
    // The browser reconnects the stream. Polling has its own, slower interval.
    if (timer === undefined) poll();
  });
  document.addEventListener('visibilitychange', resume, { signal });
  addEventListener('online', resume, { signal });
  addEventListener('pageshow', resume, { signal });
  schedulePoll();
  return () => {
    stopped.abort();
    stream.close();
    clearTimeout(timer);
  };
}
