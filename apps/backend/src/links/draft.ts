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
  /** When this owner's lease on the row expires, epoch ms; 0 if the owner has no lease yet. */
  leasedUntil: number;
  /** Calls in a row whose outcome stayed unknown. */
  unknownOutcomes: number;
  /** The draft that this owner created and has not published yet; no other owner knows of it. */
  created?: UpstreamLink | undefined;
  /** Payments that this owner's snapshots reported first. */
  newPayments: number;
}

/**
 * Stores a draft in the row. If the row already has another draft, archives this one. If the row has no draft but a new
 * owner, leaves this draft to the new owner, which may have found it, and to the sweeper.
 */
export async function adopt(context: StepContext, row: LinkRow, draft: UpstreamLink): Promise<void> {
  const { repository, log, token } = context;
  context.unknownOutcomes = 0;
  if (await repository.recordDraft(row.id, token, { upstreamId: draft.id, url: draft.url })) return;
  const current = await repository.link(row.id);
  if (current?.upstreamId === draft.id || (current?.upstreamId === null && isBeingIssued(current))) return;
  log.warn({ upstream_id: row.upstreamId }, 'another owner stored its draft first; archiving this draft');
  await discard(context, row, draft.id);
}

/** Archives a stray draft. It cannot be paid; if archiving fails now, the sweeper does it later. */
export async function discard(context: StepContext, row: LinkRow, id: string): Promise<void> {
  const { gateway, log, token } = context;
  // v2 can only toggle a link, so two owners that discard one link at the same time would cancel each other.
  await acquireLease(context, row.id, token);
  await gateway
    .archive(id)
    .catch((error: unknown) => log.warn({ err: error }, 'could not archive a stray draft; the sweeper will retry'));
}

/** Records that MyTPE certainly created nothing. A refused create is never repeated; the next request creates a new row. */
export async function recordNotCreated(context: StepContext, row: LinkRow, error: GatewayError): Promise<void> {
  const { repository, clock, token } = context;
  await repository.recordSent(row.id, token, null);
  const mayTryAgain = error.failure === 'unavailable' || error.failure === 'taken';
  if (!mayTryAgain) await repository.abandon(row.id, token, 'rejected', clock.now());
}

/** Returns the link's metadata at MyTPE: the offer's, and the row's id, which identifies the link after a lost response. */
export function linkMetadata(row: Pick<LinkRow, 'id' | 'offer' | 'reference' | 'metadata'>): Record<string, string> {
  return {
    ...row.metadata,
    [OUR_REF]: row.id,
    offer: row.offer,
    ...(row.reference === null ? {} : { reference: row.reference }),
  };
}
