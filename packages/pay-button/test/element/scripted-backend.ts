import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

import type { TestRunnerConfig } from '@web/test-runner';

import { type ChallengeSketch, challengeRequired, isSolved } from './challenges.ts';

/** One answer of the backend. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits until the test says `release` with this name. */
  readonly hold?: string;
  /** Breaks the connection instead of answering. */
  readonly broken?: boolean;
  /** Responds with `challenge_required`: always, or where there is a `body`, until the request solves a challenge. */
  readonly challenge?: ChallengeSketch;
}

/** What to answer to `GET /v1/…`: one after another, the last again and again. */
export type Script = Readonly<Record<string, readonly Answer[]>>;

/** A request as it came in. */
export interface Seen {
  readonly route: string;
  readonly query: string;
  readonly key: string | null;
  readonly body: unknown;
}

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number];
type Context = Parameters<Middleware>[0];

/** A door that opens once. */
interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

const PREFIX = /^\/backend\/([\w-]+)(\/.*)$/;
const EVENTS = /^\/v1\/links\/[^/]+\/events$/;

/** A backend of its own for every test, under `/backend/{name}`; the test scripts it through `/backend/{name}/test/…`. */
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
    return backend.answer(context, path, body);
  };
}

class ScriptedBackend {
  #script: Record<string, Answer[]> = {};
  readonly #seen: Seen[] = [];
  readonly #held = new Map<string, Gate>();
  readonly #streams = new Set<PassThrough>();
  #current: unknown = null;

  control(context: Context, command: string, body: unknown): void {
    if (command === 'script')
      for (const [route, answers] of Object.entries(body as Script)) this.#script[route] = [...answers];
    if (command === 'release') this.#hold(body as string).open();
    if (command === 'tell') {
      this.#current = body;
      for (const stream of this.#streams) stream.write(event(body));
    }
    context.body = { seen: this.#seen, listening: this.#streams.size };
  }

  async answer(context: Context, path: string, body: unknown): Promise<void> {
    const route = `${context.method} ${path}`;
    this.#seen.push({ route, query: context.querystring, key: context.get('idempotency-key') || null, body });
    const answers = this.#script[route] ?? [];
    const answer = answers.length > 1 ? answers.shift()! : answers[0];
    if (!answer && EVENTS.test(path)) return this.#stream(context);
    if (answer?.hold) await this.#hold(answer.hold).opened;
    if (answer?.broken) {
      context.respond = false;
      context.req.socket.destroy();
      return;
    }
    if (answer?.challenge && !(answer.body && (await isSolved(body)))) {
      Object.assign(context, await challengeRequired(answer.challenge));
      context.set('retry-after', '1');
      return;
    }
    context.status = answer?.status ?? (answer ? 200 : 404);
    if (answer?.headers) context.set(answer.headers);
    context.body = answer?.body ?? { code: 'offer_not_found', retryable: false, detail: `not scripted: ${route}` };
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
