import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import { gatewayProblem, type Gateway, GatewayError } from '../mytpe/gateway.ts';
import type { Issuer } from './issuer.ts';
import { type LeaseOptions, withLease } from './lease.ts';
import type { Poller } from './poller.ts';

export interface RetireOptions extends LeaseOptions {
  readonly gateway: Gateway;
  readonly issuer: Issuer;
  readonly poller: Poller;
}

/**
 * Takes a link out of the way, so that another may stand in its place: paused and read again, and archived unless it was
 * paid meanwhile. What is to happen is written down first, and the row holds its place until MyTPE has closed the link:
 * a crash at any moment leaves at most this one payable. May run in several processes at once.
 * @returns the row as last read: closed, or paid.
 * @throws Problem `upstream_unavailable` and its like; the next try goes on.
 */
export type Retire = (row: LinkRow) => Promise<LinkRow>;

export function createRetire(options: RetireOptions): Retire {
  const { repository, gateway, clock, issuer, poller } = options;
  const isOver = (row: LinkRow): boolean => row.closedAt !== null || row.paidCount > 0;

  async function close(row: LinkRow): Promise<LinkRow> {
    let current = await poller.read(row);
    if (isOver(current)) return current;
    if (current.status === 'active') {
      await unlessItMovedOn(withLease(options, row.id, () => gateway.pause(row.upstreamId!)));
      current = await poller.read(current);
      if (isOver(current)) return current;
    }
    await unlessItMovedOn(withLease(options, row.id, () => gateway.archive(row.upstreamId!)));
    return poller.read(current);
  }

  /** That its maker gave up is what is wanted; any other failure leaves the row where it was, and is told. */
  async function stopIssuing(row: LinkRow): Promise<void> {
    try {
      await issuer.resume(row);
    } catch (error) {
      const current = await repository.link(row.id);
      if (current && isBeingIssued(current)) throw error;
    }
  }

  return async (row) => {
    await repository.supersedeLink(row.id, clock.now());
    // Whoever is making the link gives up at the next step; it is never published behind our back.
    if (isBeingIssued(row)) await stopIssuing(row);
    const current = (await repository.link(row.id)) ?? row;
    if (isOver(current)) return current;
    try {
      return await close(current);
    } catch (error) {
      throw error instanceof GatewayError ? gatewayProblem(error) : error;
    }
  };
}

/** MyTPE refuses to pause or archive what is over already; the read that follows tells. */
async function unlessItMovedOn(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof GatewayError) || error.failure !== 'rejected') throw error;
  });
}
