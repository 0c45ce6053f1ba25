import { Agent } from 'undici';

/** The result of a POST: a status, or the reason why there is none. */
export interface SendResult {
  /** `null` if there was no response. */
  readonly status: number | null;
  /** `null` for a status under 300. */
  readonly failure: string | null;
  /** The delay in `Retry-After`, ms; 0 without one. */
  readonly retryAfterMs: number;
}

/** Sends webhooks to the merchant's server only. */
export interface WebhookSender {
  /** Sends a webhook. Never throws. @param signal aborts it. */
  post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<SendResult>;
  close(): Promise<void>;
}

/** Options of {@link createWebhookSender}. */
export interface WebhookSenderOptions {
  /** `MERCHANT_WEBHOOK_URL`. */
  readonly url: string;
  /** The limit for the whole request, ms. Default: 15 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
/** The body of a response is not used. Up to this size it is read, so that the connection can be reused. */
const MAX_RESPONSE_BYTES = 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECTIONS = 10;

/** Creates the sender for one address. It does not follow redirects. */
export function createWebhookSender({ url, timeoutMs = TIMEOUT_MS }: WebhookSenderOptions): WebhookSender {
  const { origin, pathname, search } = new URL(url);
  const agent = new Agent({
    connections: CONNECTIONS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect: { timeout: timeoutMs },
    // The signal limits the whole request.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async post(body, headers, stop) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([stop, timeout]);
      try {
        // Redirects are not followed, because only the operator decides the address.
        const response = await agent.request({
          origin,
          path: pathname + search,
          method: 'POST',
          body,
          headers,
          signal,
        });
        // The result does not wait for the body. The signal ends a slow one.
        void response.body.dump({ limit: MAX_RESPONSE_BYTES, signal }).catch(() => {});
        const { statusCode: status } = response;
        const retryAfterMs = retryAfter(response.headers['retry-after']);
        return { status, failure: status < 300 ? null : `HTTP ${status}`, retryAfterMs };
      } catch (error) {
        const failure = timeout.aborted ? `no response within ${timeoutMs / 1000} s` : failureOf(error, stop);
        return { status: null, failure, retryAfterMs: 0 };
      }
    },
    close: () => agent.destroy(),
  };
}

/** Returns an error code or name, because a message could quote the address, which can contain a secret. */
function failureOf(error: unknown, stop: AbortSignal): string {
  if (stop.aborted) return 'stopped';
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}

/** Parses `Retry-After`: seconds, or a date (RFC 9110). @returns ms. */
function retryAfter(value: string | string[] | undefined): number {
  if (typeof value !== 'string') return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}
