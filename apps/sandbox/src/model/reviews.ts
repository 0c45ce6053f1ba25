import { randomUUID } from 'node:crypto';

import { announceOnboarding } from './onboarding.ts';
import type { Activation, BankAccount, Brand, Identification } from './kyc-records.ts';
import { Instance } from './records.ts';
import { formatTimestamp } from './timestamp.ts';
import { timeOf, type World } from './world.ts';

/** The reviews of MyTPE’s staff. For an activation they review the fee, for an instance the licence. */
export const REVIEW_KINDS = ['identifications', 'brands', 'bank-accounts', 'activations', 'instances'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export interface Verdict {
  readonly decision: 'accept' | 'refuse';
  /** The reason of a refusal, shown to the trader. */
  readonly reason?: string | undefined;
}

/** The reason if none was given. */
export const DEFAULT_REASON = 'The documents could not be read.';

/** Decides one review. @returns `true` if a record with this id waited for a decision. */
export function decideReview(world: World, kind: ReviewKind, id: string, verdict: Verdict): boolean {
  const decided = DECIDERS[kind](world, id, verdict);
  if (!decided) return false;
  world.revision += 1;
  announceOnboarding(world);
  return true;
}

const DECIDERS: Record<ReviewKind, (world: World, id: string, verdict: Verdict) => boolean> = {
  identifications: (world, id, verdict) => {
    const item = world.identifications.get(id);
    if (!decideDossier(world, item, verdict)) return false;
    const data = { identification: { id: item.id, name: item.name, status: item.status, reason: item.reason } };
    const event = item.status === 'accepted' ? 'identification.approved' : 'identification.rejected';
    world.announce({ api: 'ext', event, data });
    return true;
  },
  brands: (world, id, verdict) => decideDossier(world, world.brands.get(id), verdict),
  'bank-accounts': (world, id, verdict) => decideDossier(world, world.bankAccounts.get(id), verdict),
  activations: (world, id, { decision }) => {
    const activation = world.activations.get(id);
    if (activation?.status !== 'processing') return false;
    activation.status = decision === 'accept' ? 'settled' : 'refused';
    activation.updated_at = timeOf(world);
    if (decision === 'accept') activation.instance_id = openInstance(world, activation).id;
    return true;
  },
  instances: (world, id, { decision, reason = DEFAULT_REASON }) => {
    const instance = world.instances.get(id);
    if (instance === undefined || instance.acceptance_status === 'ready') return false;
    const status = decision === 'accept' ? 'ready' : 'rejected';
    if (instance.acceptance_status === status) return false;
    setAcceptance(world, instance, status, decision === 'accept' ? null : reason);
    return true;
  },
};

function decideDossier<Item extends Identification | Brand | BankAccount>(
  world: World,
  item: Item | undefined,
  { decision, reason = DEFAULT_REASON }: Verdict,
): item is Item {
  if (item?.status !== 'pending') return false;
  item.status = decision === 'accept' ? 'accepted' : 'refused';
  item.reason = decision === 'accept' ? null : reason;
  item.updated_at = timeOf(world);
  return true;
}

/** Creates the instance once the fee is settled. Its licence waits for review. The reference does not state the first status. */
function openInstance(world: World, activation: Activation): Instance {
  const now = timeOf(world);
  const { title, identification_id, brand_id, bank_account_id, payment_method } = activation;
  const instance = Instance.parse({
    id: randomUUID(),
    title,
    status: 'active',
    acceptance_status: payment_method === 'online' ? 'pending_documents' : 'documents_submitted',
    identification_id,
    brand_id,
    bank_account_id,
    created_at: now,
    updated_at: now,
  });
  world.instances.set(instance.id, instance);
  announceAcceptance(world, instance);
  return instance;
}

/** Sets the status of an instance’s licence and announces it. */
export function setAcceptance(
  world: World,
  instance: Instance,
  status: Instance['acceptance_status'],
  reason: string | null,
): void {
  const moved = instance.acceptance_status !== status;
  Object.assign(instance, { acceptance_status: status, acceptance_reason: reason, updated_at: timeOf(world) });
  world.revision += 1;
  if (moved) announceAcceptance(world, instance);
}

function announceAcceptance(world: World, { id, title, status, acceptance_status, ...rest }: Instance): void {
  const updated_at = formatTimestamp(rest.updated_at);
  const acceptance_reason = rest.acceptance_reason;
  const payment_instance = { id, title, status, acceptance_status, acceptance_reason, updated_at };
  world.announce({ api: 'ext', event: 'payment_instance.acceptance_changed', data: { payment_instance } });
}

/** Decides the reviews whose automatic delay has passed. */
export function decideDueReviews(world: World): void {
  const { after_ms: after, decision } = world.reviews;
  if (after === null) return;
  const due = new Date(world.clock().getTime() - after).toISOString();
  for (const [kind, waiting] of waitingReviews(world)) {
    for (const { id, updated_at } of waiting) if (updated_at <= due) decideReview(world, kind, id, { decision });
  }
}

/** Everything that waits for a decision. */
export function waitingReviews(world: World): [ReviewKind, { readonly id: string; readonly updated_at: string }[]][] {
  const pending = <Item extends { status: string }>(items: Map<string, Item>) =>
    [...items.values()].filter(({ status }) => status === 'pending');
  return [
    ['identifications', pending(world.identifications)],
    ['brands', pending(world.brands)],
    ['bank-accounts', pending(world.bankAccounts)],
    ['activations', [...world.activations.values()].filter(({ status }) => status === 'processing')],
    [
      'instances',
      [...world.instances.values()].filter(({ acceptance_status: status }) =>
        ['pending_documents', 'documents_submitted'].includes(status),
      ),
    ],
  ];
}
