import type { Instance } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { type Verdict, type WatchOptions, watch } from '../../watch.ts';
import { isChargeable, whyNotChargeable } from './chargeable-instance.ts';

/** Waits until an instance takes payments. `read` may return `null` at first. */
export async function watchInstance(
  session: Session,
  read: () => Promise<Instance | null>,
  options: WatchOptions,
): Promise<void> {
  await watch(session, options, {
    read,
    judge: judgeInstance,
    describe: (instance) => {
      if (instance === null) return 'no instance yet: its fee is not settled';
      const { id, title, acceptance_status, status } = instance;
      return `${printable(title ?? id)} (${printable(id)}): ${printable(acceptance_status)}, ${printable(status)}`;
    },
  });
}

function judgeInstance(instance: Instance | null): Verdict {
  if (instance === null) return { kind: 'waiting' };
  if (isChargeable(instance)) return { kind: 'reached' };
  const isOver = instance.acceptance_status === 'rejected' || instance.status === 'suspended';
  if (!isOver) return { kind: 'waiting' };
  const next = 'Fix the problem and contact MyTPE. A new request (mytpe instances activate) causes a second fee.';
  return { kind: 'refused', message: `it takes no payments: ${whyNotChargeable(instance)}`, next };
}
