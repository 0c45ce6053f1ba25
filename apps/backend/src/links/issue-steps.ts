import { isClosed, type LinkRow } from '../domain/link.ts';
import { Problem } from '../lib/problem.ts';
import { GatewayError, gatewayProblem, type UpstreamLink } from '../mytpe/gateway.ts';
import { adopt, discard, linkMetadata, recordNotCreated, type StepContext } from './draft.ts';
import { acquireLease } from './lease.ts';
import { reconcile } from './reconcile.ts';
import { remainderOf } from './remainder.ts';
import { recordSnapshot } from './snapshot.ts';

/** After this many unknown outcomes the caller gets an error; the sweeper or a retry continues the work. */
const MAX_UNKNOWN_OUTCOMES = 3;

/**
 * Moves a leased row to its next step: `requested` → `drafted` → MyTPE's own status. The row is authoritative.
 * @throws Problem for a failure that the caller must know. An unknown outcome is not thrown: the next step resolves it.
 */
export async function takeNextStep(context: StepContext, row: LinkRow): Promise<void> {
  try {
    if (row.supersededAt !== null && !mayBePayable(context, row)) await giveUp(context, row);
    else if (row.status === 'drafted') await publish(context, row);
    else if (row.sentAt === null) await create(context, row);
    else await reconcile(context, row);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throwUnlessUnknown(context, row, error);
  }
}

/** `true` if a link may exist that is payable but not known yet. The backend must find it before it can close it. */
function mayBePayable({ gateway }: StepContext, row: LinkRow): boolean {
  return gateway.createsPayable && row.status === 'requested' && row.sentAt !== null;
}

async function create(context: StepContext, row: LinkRow): Promise<void> {
  const { repository, gateway, clock, token } = context;
  const { terms, carried, exhausted } = await remainderOf(context, row);
  if (exhausted) return void (await repository.abandon(row.id, token, 'exhausted', clock.now(), carried));
  // Stored before the network is used: after a crash the create is reconciled, never repeated blindly.
  const slug = gateway.newSlug(row.title);
  if (!(await repository.recordSent(row.id, token, clock.now(), { carried, slug }))) return;
  try {
    const draft = await gateway.create({ ...row, terms, slug, metadata: linkMetadata(row) });
    context.created = draft;
    await adopt(context, row, draft);
  } catch (error) {
    if (error instanceof GatewayError && error.failure !== 'unknown') await recordNotCreated(context, row, error);
    throw error;
  }
}

/** Stops issuing a link whose terms changed in the meantime. At most a draft exists, and no payer has its address. */
async function giveUp(context: StepContext, row: LinkRow): Promise<void> {
  const { gateway, repository, token, clock } = context;
  // Read first: a publication whose response was lost may have been executed, and the link must not stay payable.
  const known = row.upstreamId ? await gateway.get(row.upstreamId) : null;
  await acquireLease(context, row.id, token);
  if (known && !isClosed(known.status)) await gateway.archive(known.id);
  await repository.abandon(row.id, token, 'rejected', clock.now());
  throw new Problem('offer_changed', { operator: 'the charge terms changed while the link was being made' });
}

/** Logs a failed call. @throws Problem unless its outcome is unknown and another step may resolve it. */
function throwUnlessUnknown(context: StepContext, row: LinkRow, error: GatewayError): void {
  context.log.warn(
    { upstream_id: row.upstreamId, offer: row.offer, failure: error.failure, err: error },
    'MyTPE did not do what was asked',
  );
  const isUnknown = error.failure === 'unknown' || error.failure === 'taken';
  if (isUnknown && ++context.unknownOutcomes < MAX_UNKNOWN_OUTCOMES) return;
  throw gatewayProblem(error);
}

/**
 * Publishes the draft whose id is in the row, and no other draft.
 * @throws Problem `upstream_unavailable` when MyTPE no longer knows the draft. @throws GatewayError
 */
export async function publish(context: StepContext, row: LinkRow): Promise<void> {
  const { gateway, repository, clock, created, token } = context;
  // An earlier owner, or an earlier attempt, may have published the draft. A draft that was just created needs no read.
  context.created = undefined;
  const readAt = clock.now();
  const known = created?.id === row.upstreamId ? created : await gateway.get(row.upstreamId!);
  const link = known?.status === 'draft' ? await publishDraft(context, row, known) : known;
  const recorded = await recordSnapshot(context, row, link, readAt, token);
  context.newPayments += recorded?.newPayments ?? 0;
  context.leasedUntil = 0;
  // After the snapshot, which has scheduled a poll already, so that a crash in between only delays this one.
  if (link?.unconfirmed === true) await repository.schedulePoll(row.id, clock.now());
  if (!link)
    throw new Problem('upstream_unavailable', { retryAfter: 1, operator: 'MyTPE no longer knows the draft it made' });
}

async function publishDraft(context: StepContext, row: LinkRow, draft: UpstreamLink): Promise<UpstreamLink> {
  const { gateway, repository, token, clock } = context;
  try {
    const link = await gateway.publish(draft.id);
    if (link.status !== 'draft') return link;
  } catch (error) {
    if (error instanceof GatewayError && error.failure === 'rejected') {
      // An owner whose lease expired may have published the draft. The link must then stay published.
      const current = await gateway.get(draft.id);
      if (current && current.status !== 'draft') return current;
      // Update the row first: an owner that lost the row must not change the draft.
      const isOurs = await repository.abandon(row.id, token, 'rejected', clock.now());
      if (isOurs) await discard(context, row, draft.id);
    }
    throw error;
  }
  throw new GatewayError('unknown', 'MyTPE accepted the publication but the link is still a draft');
}
