import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { type Gateway, gatewayProblem, OUR_REF, GatewayError, type UpstreamLink } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';
import { type LinkRow, isBeingIssued, isClosed } from '../domain/link.ts';
import { Problem } from '../lib/problem.ts';
import { renewingLease, acquireLease } from './lease.ts';
import { lessCarried, remainderOf } from './remainder.ts';
import { snapshotOf } from './snapshot.ts';

/** What issuing a link needs. */
export interface IssuerOptions {
  readonly repository: Repository;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a create whose outcome is unknown is given to appear upstream, ms. */
  readonly reconcileDelayMs: number;
  /** How long a caller waits, ms. */
  readonly waitMs: number;
  /** Called with every row that changed. */
  readonly onChange: (row: LinkRow) => void;
}

/** One owner's work on one row. */
export interface StepContext extends IssuerOptions {
  /** This owner's lease token. */
  readonly token: string;
  /** Until when this owner holds the row's lease, epoch ms; 0: not known to. */
  leasedUntil: number;
  /** Calls in a row whose outcome stayed unknown. */
  unknownOutcomes: number;
  /** What this owner made and has not published yet: nobody else knows of it. */
  made?: UpstreamLink | undefined;
}

/** After this many unknown outcomes the caller is told to come back; the sweeper or a retry goes on. */
const MAX_UNKNOWN_OUTCOMES = 3;

/**
 * Moves a leased row one step on: `requested` → `drafted` → MyTPE's own status. The row is the truth, never the network.
 * @throws Problem when the caller must be told; an unknown outcome is not thrown but settled by the next step.
 */
export async function takeNextStep(context: StepContext, row: LinkRow): Promise<void> {
  try {
    if (row.supersededAt !== null && !mayBePayable(context, row)) await giveUp(context, row);
    else if (row.status === 'drafted') await publish(context, row);
    else if (row.sentAt === null) await create(context, row);
    else await reconcile(context, row);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    tellOrGoOn(context, row, error);
  }
}

/** What was made here could be paid, and is not known yet: it must be found before it can be closed. */
function mayBePayable({ gateway }: StepContext, row: LinkRow): boolean {
  return gateway.createsPayable && row.status === 'requested' && row.sentAt !== null;
}

async function create(context: StepContext, row: LinkRow): Promise<void> {
  const { repository, gateway, clock, token } = context;
  const { terms, carried, exhausted } = await remainderOf(context, row);
  if (exhausted) return void (await repository.abandon(row.id, token, 'exhausted', clock.now(), carried));
  // Written before the network is touched: a crash from here on is reconciled, never repeated blindly.
  const slug = gateway.newSlug(row.title);
  if (!(await repository.recordSent(row.id, token, clock.now(), { carried, slug }))) return;
  try {
    const draft = await gateway.create({ ...row, terms, slug, metadata: linkMetadata(row) });
    context.made = draft;
    await adopt(context, row, draft);
  } catch (error) {
    if (error instanceof GatewayError && error.failure !== 'unknown') await notCreated(context, row, error);
    throw error;
  }
}

/** It is certain that nothing was made. A refusal is never replayed: the place is free for the next try. */
async function notCreated({ repository, clock, token }: StepContext, row: LinkRow, error: GatewayError): Promise<void> {
  await repository.recordSent(row.id, token, null);
  const mayTryAgain = error.failure === 'unavailable' || error.failure === 'taken';
  if (!mayTryAgain) await repository.abandon(row.id, token, 'rejected', clock.now());
}

/**
 * Enters a draft into the row; whoever comes too late archives their own. As long as the row has none, its new owner may
 * have found this one already: then it is left to them, and to the sweeper.
 */
async function adopt(context: StepContext, row: LinkRow, draft: UpstreamLink): Promise<void> {
  const { repository, log, token } = context;
  context.unknownOutcomes = 0;
  if (await repository.recordDraft(row.id, token, { upstreamId: draft.id, url: draft.url })) return;
  const current = await repository.link(row.id);
  if (current?.upstreamId === draft.id || (current?.upstreamId === null && isBeingIssued(current))) return;
  log.warn({ upstream_id: row.upstreamId }, 'another owner entered its draft first; archiving ours');
  await discard(context, row, draft.id);
}

/** A create may or may not have happened: read back by our reference, adopt what is there, else create again (R24). */
async function reconcile(context: StepContext, row: LinkRow): Promise<void> {
  const { clock, reconcileDelayMs, repository, token } = context;
  await clock.sleep(Math.max(0, row.sentAt! + reconcileDelayMs - clock.now()));
  if (row.slug !== null) return createAgain(context, row, row.slug);
  const [oldest, ...strays] = await findMade(context, row);
  if (!oldest) return void (await repository.recordSent(row.id, token, null));
  await adopt(context, row, oldest);
  // Only beside the one that is in the row: another owner may have entered one of these.
  const current = await repository.link(row.id);
  for (const stray of current?.upstreamId === oldest.id ? strays : []) await discard(context, row, stray.id);
}

async function findMade(context: StepContext, row: LinkRow): Promise<UpstreamLink[]> {
  const { gateway, clock, reconcileDelayMs, token } = context;
  const look = () => renewingLease(context, row.id, token, () => gateway.findDrafts(sought, row.sentAt!));
  const terms = lessCarried(row.terms, { count: row.carriedCount, amount: row.carriedAmount });
  const sought = { ...row, terms };
  const found = await look();
  if (found.length > 0) return found;
  await clock.sleep(reconcileDelayMs / 5);
  return look();
}

/**
 * The same create under the same name: what an earlier one made is in its way, and is adopted. Whatever else comes of it,
 * the earlier one stays unknown, unless MyTPE refuses this one and there is no link of that name.
 */
async function createAgain(context: StepContext, row: LinkRow, slug: string): Promise<void> {
  const { gateway } = context;
  const terms = lessCarried(row.terms, { count: row.carriedCount, amount: row.carriedAmount });
  try {
    const link = await gateway.create({ ...row, terms, slug, metadata: linkMetadata(row) });
    return await adopt(context, row, link);
  } catch (error) {
    if (!(error instanceof GatewayError) || (error.failure !== 'taken' && error.failure !== 'rejected')) throw error;
    const [made] = await findMade(context, row);
    if (made) return adopt(context, row, made);
    if (error.failure === 'rejected') await notCreated(context, row, error);
    else
      throw new GatewayError('unknown', 'the name is in use, but MyTPE does not show the link yet', { cause: error });
    throw error;
  }
}

/** Publishes the id in the row, and no other. */
async function publish(context: StepContext, row: LinkRow): Promise<void> {
  const { gateway, repository, clock, made, token } = context;
  // Read first what an earlier owner may have published, or this one at an earlier try; a draft just made is known.
  context.made = undefined;
  const askedAt = clock.now();
  const known = made?.id === row.upstreamId ? made : await gateway.get(row.upstreamId!);
  const link = known?.status === 'draft' ? await publishDraft(context, row, known) : known;
  await repository.recordSnapshot(row.id, { ...snapshotOf(gateway, row, link, askedAt), leaseToken: token });
  context.leasedUntil = 0;
  // After the reading, which has scheduled a read already, so that a crash in between only delays this one.
  if (link?.unconfirmed === true) await repository.schedulePoll(row.id, clock.now());
  if (!link)
    throw new Problem('upstream_unavailable', { retryAfter: 1, operator: 'MyTPE no longer knows the draft it made' });
}

async function publishDraft(context: StepContext, row: LinkRow, draft: UpstreamLink): Promise<UpstreamLink> {
  try {
    const link = await context.gateway.publish(draft.id);
    if (link.status !== 'draft') return link;
  } catch (error) {
    if (error instanceof GatewayError && error.failure === 'rejected') {
      // An owner who was thought dead may have been faster: then it is a link already, and must stay one.
      const current = await context.gateway.get(draft.id);
      if (current && current.status !== 'draft') return current;
      // First the row: who has lost it may no longer touch the draft.
      const isOurs = await context.repository.abandon(row.id, context.token, 'rejected', context.clock.now());
      if (isOurs) await discard(context, row, draft.id);
    }
    throw error;
  }
  throw new GatewayError('unknown', 'MyTPE accepted the publication but the link is still a draft');
}

/** The offer moved on while its link was being made: what exists is a draft at most, and nobody was told of it. */
async function giveUp(context: StepContext, row: LinkRow): Promise<void> {
  const { gateway, repository, token, clock } = context;
  // Read first: a publication whose answer was lost may have gone through, and then it must not stay payable.
  const known = row.upstreamId ? await gateway.get(row.upstreamId) : null;
  await acquireLease(context, row.id, token);
  if (known && !isClosed(known.status)) await gateway.archive(known.id);
  await repository.abandon(row.id, token, 'rejected', clock.now());
  throw new Problem('offer_changed', { operator: 'the charge terms changed while the link was being made' });
}

/** A stray draft cannot be paid; if archiving fails now, the sweeper does it later. */
async function discard(context: StepContext, row: LinkRow, id: string): Promise<void> {
  const { gateway, log, token } = context;
  // Of two who discard one link at once, the second might switch it on again.
  await acquireLease(context, row.id, token);
  await gateway
    .archive(id)
    .catch((error: unknown) => log.warn({ err: error }, 'a stray draft could not be archived yet'));
}

function tellOrGoOn(context: StepContext, row: LinkRow, error: GatewayError): void {
  context.log.warn(
    { upstream_id: row.upstreamId, offer: row.offer, failure: error.failure, err: error },
    'MyTPE did not do what was asked',
  );
  const mayGoOn = error.failure === 'unknown' || error.failure === 'taken';
  if (mayGoOn && ++context.unknownOutcomes < MAX_UNKNOWN_OUTCOMES) return;
  throw gatewayProblem(error);
}

/** What the link carries upstream: the offer's own metadata, and how to find our row again. */
export function linkMetadata(row: Pick<LinkRow, 'id' | 'offer' | 'reference' | 'metadata'>): Record<string, string> {
  return {
    ...row.metadata,
    [OUR_REF]: row.id,
    offer: row.offer,
    ...(row.reference === null ? {} : { reference: row.reference }),
  };
}
