import type { LinkRow } from '../domain/link.ts';
import { GatewayError, type UpstreamLink } from '../mytpe/gateway.ts';
import { adopt, discard, linkMetadata, recordNotCreated, type StepContext } from './draft.ts';
import { renewingLease } from './lease.ts';
import { lessCarried } from './remainder.ts';

/**
 * Resolves a create with an unknown outcome (R24). Looks for the link by the row's id in its metadata and adopts it.
 * If there is none, marks the row, so that the next step creates the link again.
 */
export async function reconcile(context: StepContext, row: LinkRow): Promise<void> {
  const { clock, reconcileDelayMs, repository, token } = context;
  await clock.sleep(Math.max(0, row.sentAt! + reconcileDelayMs - clock.now()));
  if (row.slug !== null) return createAgain(context, row, row.slug);
  const [oldest, ...strays] = await findCreated(context, row);
  if (!oldest) return void (await repository.recordSent(row.id, token, null));
  await adopt(context, row, oldest);
  // Only if the row has the oldest link: another owner may have adopted one of the other links.
  const current = await repository.link(row.id);
  for (const stray of current?.upstreamId === oldest.id ? strays : []) await discard(context, row, stray.id);
}

/** Looks for the links that were created for the row, twice, because MyTPE may list a new link late. */
async function findCreated(context: StepContext, row: LinkRow): Promise<UpstreamLink[]> {
  const { gateway, clock, reconcileDelayMs, token } = context;
  const terms = lessCarried(row.terms, { count: row.carriedCount, amount: row.carriedAmount });
  const sought = { ...row, terms };
  const find = () => renewingLease(context, row.id, token, () => gateway.findDrafts(sought, row.sentAt!));
  const found = await find();
  if (found.length > 0) return found;
  await clock.sleep(reconcileDelayMs / 5);
  return find();
}

/**
 * Sends the same create with the same slug. If an earlier create succeeded, MyTPE reports the slug as taken, and the link
 * is adopted. In all other cases the outcome of the earlier create stays unknown, unless MyTPE refuses this one and no
 * link has that slug.
 */
async function createAgain(context: StepContext, row: LinkRow, slug: string): Promise<void> {
  const { gateway } = context;
  const terms = lessCarried(row.terms, { count: row.carriedCount, amount: row.carriedAmount });
  try {
    const link = await gateway.create({ ...row, terms, slug, metadata: linkMetadata(row) });
    return await adopt(context, row, link);
  } catch (error) {
    if (!(error instanceof GatewayError) || (error.failure !== 'taken' && error.failure !== 'rejected')) throw error;
    const [existing] = await findCreated(context, row);
    if (existing) return adopt(context, row, existing);
    if (error.failure === 'rejected') await recordNotCreated(context, row, error);
    else
      throw new GatewayError('unknown', 'the name is in use, but MyTPE does not show the link yet', { cause: error });
    throw error;
  }
}
