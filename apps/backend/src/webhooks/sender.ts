import { Agent } from 'undici';

/** What became of one POST: a status, or why none came. */
export interface SendResult {
  readonly status: number | null;
  readonly failure: string | null;
  /** What `Retry-After` asks for, ms; 0 where it asks for nothing. */
  readonly retryAfterMs: number;
}

/** Posts to the merchant's server, and to nowhere else. */
export interface WebhookSender {
  /** Never throws. @param signal gives up early. */
  post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<SendResult>;
  close(): Promise<void>;
}

export interface WebhookSenderOptions {
  /** `MERCHANT_WEBHOOK_URL`. */
  readonly url: string;
  /** How long the whole of it may take, ms. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
/** An answer's body says nothing that we need: this much is taken off the connection so that it can be used again. */
const MAX_ANSWER_BYTES = 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECTIONS = 10;

export function createWebhookSender({ url, timeoutMs = TIMEOUT_MS }: WebhookSenderOptions): WebhookSender {
  const { origin, pathname, search } = new URL(url);
  const agent = new Agent({
    connections: CONNECTIONS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: { timeout: timeoutMs },
    // The signal is the only clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async post(body, headers, given) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([given, timeout]);
      try {
        // Redirects are not followed: the operator said where, nobody else does.
        const answer = await agent.request({ origin, path: pathname + search, method: 'POST', body, headers, signal });
        // Nobody waits for the body; the signal ends a slow one.
        void answer.body.dump({ limit: MAX_ANSWER_BYTES, signal }).catch(() => {});
        const { statusCode: status } = answer;
        const retryAfterMs = retryAfter(answer.headers['retry-after']);
        return { status, failure: status < 300 ? null : `HTTP ${status}`, retryAfterMs };
      } catch (error) {
        const failure = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : failureOf(error, given);
        return { status: null, failure, retryAfterMs: 0 };
      }
    },
    close: () => agent.destroy(),
  };
}

/** A word for it; a message might quote what is not for the log. */
function failureOf(error: unknown, given: AbortSignal): string {
  if (given.aborted) return 'stopped';
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}

/** Seconds, or a date (RFC 9110). */
function retryAfter(value: string | string[] | undefined): number {
  if (typeof value !== 'string') return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}
