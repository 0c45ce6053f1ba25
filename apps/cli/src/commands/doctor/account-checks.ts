import type { ExtClient, V2Client, V2Instance } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { isChargeable } from '../instances/chargeable-instance.ts';
import { type AccountState, readAccountState } from '../journey/account-state.ts';
import { type Stage, nextStage, stagesOf } from '../journey/stages.ts';
import { type Check, fail, ok, warn, whyUnreachable } from './server-checks.ts';

/** Runs the checks that need valid credentials. `next` is the next command of the journey. */
export async function checkAccount(session: Session, client: ExtClient): Promise<{ checks: Check[]; next?: string }> {
  const account = await readAccountState(session, client);
  const stages = stagesOf(account);
  const next = nextStage(stages)?.next;
  const checks = [checkJourney(stages), ...checkInstances(session, account)];
  return { checks, ...(next === undefined ? {} : { next }) };
}

function checkJourney(stages: readonly Stage[]): Check {
  const refused = stages.find(({ state }) => state === 'refused');
  if (refused) return fail('Onboarding', `${refused.name}: ${refused.detail}`, refused.next ?? 'mytpe journey');
  const open = stages.filter(({ state, name }) => state !== 'done' && name !== 'First payment');
  if (open.length === 0) return ok('Onboarding', 'complete');
  const missing = open.map(({ name }) => name.toLowerCase()).join(', ');
  return warn('Onboarding', `still missing: ${missing}`, open[0]?.next ?? 'mytpe journey');
}

function checkInstances({ connection: { instanceId } }: Session, { instances }: AccountState): Check[] {
  const name = 'Payment instance';
  const chargeable = instances.filter(isChargeable);
  if (instanceId !== undefined) {
    const set = chargeable.find(({ id }) => id === instanceId);
    if (set) return [ok(name, `${printable(set.title ?? set.id)} takes payments`)];
    return [fail(name, 'the instance in MYTPE_PAYMENT_INSTANCE_ID takes no payments', 'mytpe instances list')];
  }
  const [first, ...others] = chargeable;
  if (first === undefined) return [fail(name, 'no instance takes payments', 'mytpe journey')];
  if (others.length === 0) return [ok(name, `${printable(first.title ?? first.id)} takes payments`)];
  const fix = 'Choose one: set MYTPE_PAYMENT_INSTANCE_ID, or add --instance.';
  return [warn(name, `${chargeable.length} instances take payments, and none is selected`, fix)];
}

const TIMEOUT_MS = 5_000;
const MAX_CHECKED = 5;
const NAME = 'Webhooks';

/** Checks that a webhook receives payments, and that its URL is reachable. */
export async function checkWebhooks(session: Session, client: ExtClient): Promise<Check[]> {
  const { data } = await client.webhooks.list({}, session.call);
  const active = data.filter(({ is_active }) => is_active !== false);
  if (active.length === 0) {
    const detail = data.length === 0 ? 'no webhook receives payments' : 'no subscription is active';
    const fix =
      data.length === 0 ? 'mytpe webhooks create --url https://…' : `mytpe webhooks update ${data[0]?.id} --active yes`;
    return [warn(NAME, detail, fix)];
  }
  return Promise.all(active.slice(0, MAX_CHECKED).map(({ url }) => checkReceiver(session, url ?? '')));
}

/**
 * Checks that a receiver is reachable. Accepts any response below 500, because a receiver must refuse an unsigned
 * request. Delivers nothing.
 */
export async function checkReceiver({ context }: Session, url: string): Promise<Check> {
  const shown = printable(url);
  const fix = 'Start the receiver. It must be reachable from the internet, which this machine cannot test.';
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const { status } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    if (status < 500) return ok(NAME, `${shown} responds (${status})`);
    return warn(NAME, `${shown} returns ${status}`, fix);
  } catch (error) {
    context.signal.throwIfAborted();
    return warn(NAME, `${shown} is unreachable from this machine (${whyUnreachable(error)})`, fix);
  }
}

/** Runs the checks that v2 allows: the payment instance, and its webhook. */
export async function checkV2Account(session: Session, client: V2Client): Promise<Check[]> {
  const name = 'Payment instance';
  const active = await Array.fromAsync(client.instances.listAllActive({}, session.call));
  const { instanceId } = session.connection;
  const chosen = instanceId === undefined ? active[0] : active.find(({ id }) => id === instanceId);
  if (chosen === undefined) {
    const detail =
      instanceId === undefined ? 'no instance is active' : 'the instance in MYTPE_PAYMENT_INSTANCE_ID is not active';
    return [fail(name, detail, 'Check the MyTPE dashboard. `mytpe instances list` shows all instances.')];
  }
  const isChosen = active.length === 1 || instanceId !== undefined;
  const fix = 'Choose one: set MYTPE_PAYMENT_INSTANCE_ID, or add --instance.';
  const check = isChosen
    ? ok(name, `${printable(chosen.name ?? chosen.id)} takes payments`)
    : warn(name, `${active.length} instances take payments, and none is selected`, fix);
  return [check, await checkV2Webhook(session, client, chosen)];
}

async function checkV2Webhook(session: Session, client: V2Client, { id }: V2Instance): Promise<Check> {
  const { webhook_url } = await client.webhook.get(id, session.call);
  if (webhook_url) return checkReceiver(session, webhook_url);
  const fix = `mytpe webhooks settings --instance ${printable(id)} --url https://…`;
  return warn('Webhooks', 'no webhook receives payments', fix);
}
