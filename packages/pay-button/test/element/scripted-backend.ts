import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

import type { TestRunnerConfig } from '@web/test-runner';

import { type ChallengeSketch, challengeRequired, isSolved } from './challenges.ts';

/** One scripted response of the backend. */
export interface ScriptedResponse {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits until the test calls `release` with this name. */
  readonly hold?: string;
  /** Breaks the connection instead of responding. */
  readonly broken?: boolean;
  /** Responds with `challenge_required`: always, or where there is a `body`, until the request solves a challenge. */
  readonly challenge?: ChallengeSketch;
}

/** The responses to each route such as `GET /v1/…`, in order. The last one repeats. */
export type Script = Readonly<Record<string, readonly ScriptedResponse[]>>;

/** A received request. */
export interface Seen {
  readonly route: string;
  readonly query: string;
  readonly key: string | null;
  readonly body: unknown;
}

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number];
type Context = Parameters<Middleware>[0];

/** A promise with its resolver. */
interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

const PREFIX = /^\/backend\/([\w-]+)(\/.*)$/;
const EVENTS = /^\/v1\/links\/[^/]+\/events$/;

/** A separate backend for every test, under `/backend/{name}`. The test scripts it through `/backend/{name}/test/…`. */
export function scriptedBackend(): Middleware {
  const backends = new Map<string, ScriptedBackend>();
  return async (context, next) => {
    const [, name, path] = PREFIX.exec(context.path) ?? [];
    if (!name || !path) return next();
    const backend = backends.get(name) ?? new ScriptedBackend();
    backends.set(name, backend);
    const text = await textOf(context.req);
    const body: unknown = text === '' ? null : JSON.parse(text);
    context.set('cache-control', 'no-store');
    if (path.startsWith('/test/')) return backend.control(context, path.slice('/test/'.length), body);
    return backend.respond(context, path, body);
  };
}

class ScriptedBackend {
  #script: Record<string, ScriptedResponse[]> = {};
  readonly #seen: Seen[] = [];
  readonly #held = new Map<string, Gate>();
  readonly #streams = new Set<PassThrough>();
  #current: unknown = null;

  control(context: Context, command: string, body: unknown): void {
    if (command === 'script')
      for (const [route, responses] of Object.entries(body as Script)) this.#script[route] = [...responses];
    if (command === 'release') this.#hold(body as string).open();
    if (command === 'sendLink') {
      this.#current = body;
      for (const stream of this.#streams) stream.write(event(body));
    }
    context.body = { seen: this.#seen, listening: this.#streams.size };
  }

  async respond(context: Context, path: string, body: unknown): Promise<void> {
    const route = `${context.method} ${path}`;
    this.#seen.push({ route, query: context.querystring, key: context.get('idempotency-key') || null, body });
    const responses = this.#script[route] ?? [];
    const response = responses.length > 1 ? responses.shift()! : responses[0];
    if (!response && EVENTS.test(path)) return this.#stream(context);
    if (response?.hold) await this.#hold(response.hold).opened;
    if (response?.broken) {
      context.respond = false;
      context.req.socket.destroy();
      return;
    }
    if (response?.challenge && !(response.body && (await isSolved(body)))) {
      Object.assign(context, await challengeRequired(response.challenge));
      context.set('retry-after', '1');
      return;
    }
    context.status = response?.status ?? (response ? 200 : 404);
    if (response?.headers) context.set(response.headers);
    context.body = response?.body ?? { code: 'offer_not_found', retryable: false, detail: `not scripted: ${route}` };
  }

  #stream(context: Context): void {
    const stream = new PassThrough();
    this.#streams.add(stream);
    context.req.socket.once('close', () => this.#streams.delete(stream));
    stream.once('close', () => this.#streams.delete(stream));
    context.type = 'text/event-stream';
    context.body = stream;
    stream.write(this.#current === null ? ': here\n\n' : event(this.#current));
  }

  #hold(name: string): Gate {
    let gate = this.#held.get(name);
    if (!gate) {
      let open = (): void => {};
      gate = { opened: new Promise((resolve) => (open = resolve)), open: () => open() };
      this.#held.set(name, gate);
    }
    return gate;
  }
}

function event(link: unknown): string {
  return `event: link\ndata: ${JSON.stringify(link)}\n\n`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
