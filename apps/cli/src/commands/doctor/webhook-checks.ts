import type { ExtClient } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { type Check, ok, warn } from './check.ts';
import { whyUnreachable } from './why-unreachable.ts';

const TIMEOUT_MS = 5_000;
const MOST_CHECKED = 5;
const NAME = 'Webhooks';

/** Whether somebody is told about payments, and can be reached from here. */
export async function checkWebhooks(session: Session, client: ExtClient): Promise<Check[]> {
  const { data } = await client.webhooks.list({}, session.call);
  const active = data.filter(({ is_active }) => is_active !== false);
  if (active.length === 0) {
    const detail = data.length === 0 ? 'nobody is told about payments' : 'no subscription is active';
    const fix =
      data.length === 0 ? 'mytpe webhooks create --url https://…' : `mytpe webhooks update ${data[0]?.id} --active yes`;
    return [warn(NAME, detail, fix)];
  }
  return Promise.all(active.slice(0, MOST_CHECKED).map(({ url }) => checkReceiver(session, url ?? '')));
}

/** Any answer but a server's failure will do: a receiver rightly refuses what is not signed. Nothing is delivered. */
export async function checkReceiver({ surroundings }: Session, url: string): Promise<Check> {
  const shown = printable(url);
  const fix = 'Start the receiver. It must be reachable from the internet; this machine may see it differently.';
  const signal = AbortSignal.any([surroundings.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const { status } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    if (status < 500) return ok(NAME, `${shown} answers (${status})`);
    return warn(NAME, `${shown} answers ${status}`, fix);
  } catch (error) {
    surroundings.signal.throwIfAborted();
    return warn(NAME, `${shown} cannot be reached from here (${whyUnreachable(error)})`, fix);
  }
}
