import { type Attempt, type Delivery, createSecret } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { type Outcome, postBody } from './post.ts';
import { signBody } from './payload.ts';
import type { Target } from './targets.ts';

/** Faults for an attempt to deliver a webhook. */
export const WEBHOOK_FAULT_TYPES = [
  'webhook_duplicated',
  'webhook_delayed',
  'webhook_reordered',
  'webhook_forged',
  'webhook_reserialised',
  'webhook_dropped',
] as const;
type WaitingType = 'webhook_delayed' | 'webhook_reordered';

/** A fault for one attempt. Faults that delay have a duration. */
export type WebhookFault =
  | { readonly type: WaitingType; readonly ms: number }
  | { readonly type: Exclude<(typeof WEBHOOK_FAULT_TYPES)[number], WaitingType> };

export interface AttemptContext {
  readonly world: World;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The result of an attempt. `refused` allows a retry, `lost` has no receiver, `dropped` was lost by a fault. */
export interface AttemptResult {
  readonly attempts: readonly Attempt[];
  readonly outcome: 'delivered' | 'refused' | 'lost' | 'dropped';
}

/** Sends a delivery to its receiver once (twice if a fault says so). Rejects only when the signal aborts it. */
export async function attemptDelivery(
  delivery: Delivery,
  target: Target | null,
  fault: WebhookFault | undefined,
  context: AttemptContext,
): Promise<AttemptResult> {
  if (target === null) return unsent(context, 'lost', 'The receiver was removed or switched off.', '', fault);
  if (fault?.type === 'webhook_dropped') return unsent(context, 'dropped', 'Dropped by a fault.', target.url, fault);
  const send = (): Promise<Attempt> => sendOnce(delivery, target, fault, context);
  const attempts = await Promise.all(fault?.type === 'webhook_duplicated' ? [send(), send()] : [send()]);
  return { attempts, outcome: attempts.some(isSuccess) ? 'delivered' : 'refused' };
}

async function sendOnce(
  delivery: Delivery,
  target: Target,
  fault: WebhookFault | undefined,
  { world, timeoutMs, signal }: AttemptContext,
): Promise<Attempt> {
  const secret = fault?.type === 'webhook_forged' ? createSecret() : target.secret;
  // Indented JSON, as a proxy could rewrite it: the same JSON, but another text.
  const body =
    fault?.type === 'webhook_reserialised' ? JSON.stringify(JSON.parse(delivery.body), null, 2) : delivery.body;
  const at = world.clock().toISOString();
  const began = performance.now();
  const outcome = await postBody(target.url, body, { headers: headersOf(delivery, secret), timeoutMs, signal });
  const ms = Math.round(performance.now() - began);
  return { at, url: target.url, ms, ...withoutSecret(outcome, target.secret), fault: fault?.type ?? null };
}

/** The headers, signed with the machine’s time and not the world’s, because a receiver compares it with its own clock. */
function headersOf({ id, event, body }: Delivery, secret: string): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1_000);
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'MytpePay-Webhook/1.0',
    'X-MytpePay-Signature': signBody(secret, timestamp, body),
    'X-MytpePay-Timestamp': String(timestamp),
    'X-MytpePay-Event': event,
    'X-MytpePay-Delivery-Id': id,
  };
}

/** Removes the secret from a response that echoes it, so that it does not reach the log. */
function withoutSecret(outcome: Outcome, secret: string): Outcome {
  return { ...outcome, answer: outcome.answer.replaceAll(secret, 'whsec_***') };
}

function unsent(
  { world }: AttemptContext,
  outcome: 'lost' | 'dropped',
  error: string,
  url: string,
  fault: WebhookFault | undefined,
): AttemptResult {
  const at = world.clock().toISOString();
  return { outcome, attempts: [{ at, url, status: null, ms: 0, error, answer: '', fault: fault?.type ?? null }] };
}

function isSuccess({ status }: Attempt): boolean {
  return status !== null && status >= 200 && status < 300;
}
