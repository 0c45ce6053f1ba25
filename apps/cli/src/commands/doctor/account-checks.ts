import type { ExtClient } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { isChargeable } from '../instances/chargeable-instance.ts';
import { type Stage, nextStage, stagesOf } from '../journey/stages.ts';
import { type Standing, readStanding } from '../journey/standing.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Everything that needs good credentials; `next` is the journey's next command. */
export async function checkAccount(session: Session, client: ExtClient): Promise<{ checks: Check[]; next?: string }> {
  const standing = await readStanding(session, client);
  const stages = stagesOf(standing);
  const next = nextStage(stages)?.next;
  const checks = [checkJourney(stages), ...checkInstances(session, standing)];
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

function checkInstances({ connection: { instanceId } }: Session, { instances }: Standing): Check[] {
  const name = 'Payment instance';
  const chargeable = instances.filter(isChargeable);
  if (instanceId !== undefined) {
    const set = chargeable.find(({ id }) => id === instanceId);
    if (set) return [ok(name, `${printable(set.title ?? set.id)} takes payments`)];
    return [fail(name, 'MYTPE_PAYMENT_INSTANCE_ID names none that takes payments', 'mytpe instances list')];
  }
  const [first, ...others] = chargeable;
  if (first === undefined) return [fail(name, 'none takes payments', 'mytpe journey')];
  if (others.length === 0) return [ok(name, `${printable(first.title ?? first.id)} takes payments`)];
  const fix = 'Choose one: set MYTPE_PAYMENT_INSTANCE_ID, or give --instance.';
  return [warn(name, `${chargeable.length} take payments, and none is chosen`, fix)];
}
