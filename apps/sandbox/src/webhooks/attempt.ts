import { type Attempt, type Delivery, createSecret } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { type Outcome, postBody } from './post.ts';
import { signBody } from './signature.ts';
import type { Target } from './targets.ts';
import type { WebhookFault } from './webhook-fault.ts';

export interface AttemptContext {
  readonly world: World;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What came of it. `refused` may be tried again, `lost` has no receiver any more, `dropped` is what nobody noticed. */
export interface AttemptResult {
  readonly attempts: readonly Attempt[];
  readonly outcome: 'delivered' | 'refused' | 'lost' | 'dropped';
}

/** Sends a delivery to its receiver now, once (twice when a fault says so). Rejects only when the signal ends it. */
export async function attemptDelivery(
  delivery: Delivery,
  target: Target | null,
  fault: WebhookFault | undefined,
  context: AttemptContext,
): Promise<AttemptResult> {
  if (target === null) return unsent(context, 'lost', 'The receiver was removed or switched off.', '', fault);
  if (fault?.type === 'webhook_dropped') return unsent(context, 'dropped', 'Lost on its way.', target.url, fault);
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
  // Indented, as a proxy that means well might do: the same JSON, another text.
  const body =
    fault?.type === 'webhook_reserialised' ? JSON.stringify(JSON.parse(delivery.body), null, 2) : delivery.body;
  const at = world.clock().toISOString();
  const began = performance.now();
  const outcome = await postBody(target.url, body, { headers: headersOf(delivery, secret), timeoutMs, signal });
  const ms = Math.round(performance.now() - began);
  return { at, url: target.url, ms, ...withoutSecret(outcome, target.secret), fault: fault?.type ?? null };
}

/** The machine's own time is signed, whatever the world's clock was set to: a receiver compares it with its own. */
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

/** A receiver that answers with its secret must not get it into the log. */
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
