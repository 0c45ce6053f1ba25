/** One API call in the log. */
export interface Call {
  /** 1, 2, 3… since the sandbox started. Never reused. */
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  /** The path with its ids and without its query. */
  readonly path: string;
  readonly query: string;
  /** `null` while the call runs. It stays `null` when a fault cut the connection. */
  status: number | null;
  /** Milliseconds until the response. */
  ms: number | null;
  /** The link of the call. For a create, the new link. */
  link_id: string | null;
  fault: string | null;
  /** The parts of the response that the API reference does not document. */
  readonly assumed: string[];
}

/** Selects the calls to show. In `path`, `*` stands for one segment. `since` is exclusive. */
export interface CallFilter {
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly since?: number | undefined;
}

/** The newest API calls. Tests count the calls that arrived; the inspector shows them. */
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
