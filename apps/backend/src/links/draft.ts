import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import type { Log } from '../lib/log.ts';
import { type GatewayError, OUR_REF, type UpstreamLink } from '../mytpe/gateway.ts';
import { acquireLease } from './lease.ts';
import type { RemainderOptions } from './remainder.ts';

export interface StepOptions extends RemainderOptions {
  readonly log: Log;
  /** The time that a create with an unknown outcome is given to appear upstream, ms. */
  readonly reconcileDelayMs: number;
}

/** The work of one owner on one row. */
export interface StepContext extends StepOptions {
  /** This owner's lease token. */
  readonly token: string;
  /** Until when this owner holds the row's lease, epoch ms; 0: not known to. */
  leasedUntil: number;
  /** Calls in a row whose outcome stayed unknown. */
  unknownOutcomes: number;
  /** The draft that this owner created and has not published yet; no other owner knows of it. */
  created?: UpstreamLink | undefined;
  /** Payments that the snapshots of this owner were the first to report. */
  newPayments: number;
}

/**
 * Stores a draft in the row. An owner that comes too late archives its own draft. While the row has none, the new owner of
 * the row may have found this one already; then the draft is left to that owner, and to the sweeper.
 */
export async function adopt(context: StepContext, row: LinkRow, draft: UpstreamLink): Promise<void> {
  const { repository, log, token } = context;
  context.unknownOutcomes = 0;
  if (await repository.recordDraft(row.id, token, { upstreamId: draft.id, url: draft.url })) return;
  const current = await repository.link(row.id);
  if (current?.upstreamId === draft.id || (current?.upstreamId === null && isBeingIssued(current))) return;
  log.warn({ upstream_id: row.upstreamId }, 'another owner entered its draft first; archiving ours');
  await discard(context, row, draft.id);
}

/** Archives a stray draft. It cannot be paid; if archiving fails now, the sweeper does it later. */
export async function discard(context: StepContext, row: LinkRow, id: string): Promise<void> {
  const { gateway, log, token } = context;
  // v2 can only toggle a link, so two owners that discard one link at the same time would cancel each other.
  await acquireLease(context, row.id, token);
  await gateway
    .archive(id)
    .catch((error: unknown) => log.warn({ err: error }, 'a stray draft could not be archived yet'));
}

/** Records that MyTPE certainly created nothing. A refusal is never repeated: the row's place is free for the next request. */
export async function recordNotCreated(context: StepContext, row: LinkRow, error: GatewayError): Promise<void> {
  const { repository, clock, token } = context;
  await repository.recordSent(row.id, token, null);
  const mayTryAgain = error.failure === 'unavailable' || error.failure === 'taken';
  if (!mayTryAgain) await repository.abandon(row.id, token, 'rejected', clock.now());
}

/** Returns the link's metadata upstream: that of the offer, and the id by which the row is found again. */
export function linkMetadata(row: Pick<LinkRow, 'id' | 'offer' | 'reference' | 'metadata'>): Record<string, string> {
  return {
    ...row.metadata,
    [OUR_REF]: row.id,
    offer: row.offer,
    ...(row.reference === null ? {} : { reference: row.reference }),
  };
}
