import { SWEEP_INTERVAL_MS, isInactive } from '../model/v2-link-lifecycle.ts';
import type { World } from '../model/world.ts';
import { announceV2Link } from '../v2/events.ts';
import { settlePayment } from './settle-payment.ts';

/** Documented: a transaction fails after ten minutes without a response from the bank. */
const BANK_TIMEOUT_MS = 10 * 60_000;

/** Brings the world up to date with its clock. Runs before every call and at an interval, so that webhooks leave without calls. */
export type DueWork = () => void;

/** Creates the function. Unpaid links expire at every fifth minute of the world’s clock, as documented. */
export function createDueWork(world: World): DueWork {
  let swept = Number.NaN;
  return () => {
    const now = world.clock().getTime();
    failTimedOut(world, now);
    const slot = Math.floor(now / SWEEP_INTERVAL_MS);
    if (slot === swept) return;
    swept = slot;
    expireInactive(world, slot * SWEEP_INTERVAL_MS);
  };
}

function failTimedOut(world: World, now: number): void {
  for (const payment of world.paymentIndex.processing) {
    if (now - Date.parse(payment.created_at) < BANK_TIMEOUT_MS) continue;
    settlePayment(world, payment, 'failed', 'timeout');
  }
}

function expireInactive(world: World, sweepTime: number): void {
  for (const link of world.v2Links.values()) {
    if (!isInactive(link, world.v2Instances.get(link.mytpe_pay_id), sweepTime)) continue;
    link.status = 'expired';
    link.updated_at = world.clock().toISOString();
    world.revision += 1;
    announceV2Link(world, 'pay_link.expired', link);
  }
}
