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
 * Closes a link, so that another one can replace it: pauses it, reads it again, and archives it unless it was paid
 * in the meantime. The row is first marked as superseded. It blocks another link until MyTPE has closed the link, so that
 * a crash at any time leaves at most this link payable. Several processes may do this for one link at the same time.
 * @returns the row as last read: closed, or paid.
 * @throws Problem, for example `upstream_unavailable`. Another call continues after the failed step.
 */
export type Retire = (row: LinkRow) => Promise<LinkRow>;

export function createRetire(options: RetireOptions): Retire {
  const { repository, gateway, clock, issuer, poller } = options;
  const isOver = (row: LinkRow): boolean => row.closedAt !== null || row.paidCount > 0;

  async function close(row: LinkRow): Promise<LinkRow> {
    let current = await poller.read(row);
    if (isOver(current)) return current;
    if (current.status === 'active') {
      await ignoringRefusal(withLease(options, row.id, () => gateway.pause(row.upstreamId!)));
      current = await poller.read(current);
      if (isOver(current)) return current;
    }
    await ignoringRefusal(withLease(options, row.id, () => gateway.archive(row.upstreamId!)));
    return poller.read(current);
  }

  /** Continues the issuing, which gives up at its next step. @throws the error of the step if the row did not change. */
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
    // A process that is issuing the link gives up at its next step, and does not publish it.
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

/** Ignores a refusal: MyTPE does not pause or archive a link that is closed already. The next read shows its status. */
async function ignoringRefusal(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof GatewayError) || error.failure !== 'rejected') throw error;
  });
}
