import type { LinkRow } from '../domain/link.ts';
import { Problem } from '../lib/problem.ts';
import { GatewayError, type UpstreamLink } from '../mytpe/gateway.ts';
import { discard, type StepContext } from './draft.ts';
import { recordSnapshot } from './snapshot.ts';

/**
 * Publishes the draft whose id is in the row, and no other one.
 * @throws Problem `upstream_unavailable` when MyTPE no longer knows the draft. @throws GatewayError
 */
export async function publish(context: StepContext, row: LinkRow): Promise<void> {
  const { gateway, repository, clock, created, token } = context;
  // An earlier owner, or this one in an earlier try, may have published the draft. A draft that was just created is known.
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
      // An owner that seemed dead may have published the draft: then it is a link already, and must stay one.
      const current = await gateway.get(draft.id);
      if (current && current.status !== 'draft') return current;
      // The row comes first: an owner that has lost it may no longer touch the draft.
      const isOurs = await repository.abandon(row.id, token, 'rejected', clock.now());
      if (isOurs) await discard(context, row, draft.id);
    }
    throw error;
  }
  throw new GatewayError('unknown', 'MyTPE accepted the publication but the link is still a draft');
}
