/** One call to the API, as the log keeps it. */
export interface Call {
  /** 1, 2, 3… since the sandbox started; never reused. */
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  /** With its ids, without its query. */
  readonly path: string;
  readonly query: string;
  /** `null` while it runs, and for ever when a fault cut the connection. */
  status: number | null;
  /** Milliseconds until the answer. */
  ms: number | null;
  /** The link it was about; for a create, the new one. */
  link_id: string | null;
  fault: string | null;
  /** What about this answer the API reference does not promise. */
  readonly assumed: string[];
}

/** Which calls to show. In `path`, `*` stands for one segment; `since` is exclusive. */
export interface CallFilter {
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly since?: number | undefined;
}

/** The newest calls to the API, so that a test can count what really arrived and a person can watch. */
export interface CallLog {
  begin(call: Pick<Call, 'at' | 'method' | 'path' | 'query' | 'link_id'>): Call;
  list(filter?: CallFilter): Call[];
  clear(): void;
}

const DEFAULT_CAPACITY = 20_000;

export function createCallLog(capacity = DEFAULT_CAPACITY): CallLog {
  let calls: Call[] = [];
  let seq = 0;
  return {
    begin(started) {
      seq += 1;
      const call: Call = { seq, ...started, status: null, ms: null, fault: null, assumed: [] };
      calls.push(call);
      if (calls.length > capacity * 2) calls = calls.slice(-capacity);
      return call;
    },
    list({ method, path, since = 0 } = {}) {
      const matchesPath = path === undefined ? () => true : createPathMatcher(path);
      const wanted = (call: Call): boolean =>
        call.seq > since && (method === undefined || call.method === method.toUpperCase()) && matchesPath(call.path);
      return calls.slice(-capacity).filter(wanted);
    },
    clear() {
      calls = [];
    },
  };
}

function createPathMatcher(pattern: string): (path: string) => boolean {
  const wanted = pattern.split('/');
  return (path) => {
    const segments = path.split('/');
    return segments.length === wanted.length && wanted.every((part, at) => part === '*' || part === segments[at]);
  };
}
