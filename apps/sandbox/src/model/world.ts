import { z } from 'zod';

import type { Announce } from './events.ts';
import {
  Activation,
  BankAccount,
  Brand,
  Identification,
  type OnboardingStatus,
  ReviewSettings,
  StoredFile,
} from './kyc-records.ts';
import { seedBankAccounts, seedBrands, seedIdentifications } from './kyc-seed.ts';
import { expireIfDue } from './link-lifecycle.ts';
import { onboardingStatus } from './onboarding.ts';
import { ALLOWED_PAYERS_SHAPES, type AllowedPayersShape } from './payer.ts';
import { type PaymentIndex, addToIndex, indexPayments } from './payment-index.ts';
import { Form, Instance, Link, Payment, Submission } from './records.ts';
import { seedForms, seedInstances } from './seed.ts';
import { V2Instance, V2Link, V2Logo } from './v2-records.ts';
import { seedV2Instances } from './v2-seed.ts';
import { Delivery, Subscription } from './webhook-records.ts';

/** The settings without automatic decisions. */
export const MANUAL_REVIEWS: ReviewSettings = { after_ms: null, decision: 'accept' };

/** The part of the world that a state file keeps across restarts. */
export const Snapshot = z.object({
  version: z.literal(1),
  identifications: z.array(Identification).default(seedIdentifications),
  brands: z.array(Brand).default(seedBrands),
  bank_accounts: z.array(BankAccount).default(seedBankAccounts),
  activations: z.array(Activation).default(() => []),
  files: z.array(StoredFile).default(() => []),
  reviews: ReviewSettings.default(() => MANUAL_REVIEWS),
  allowed_payers_shape: z.enum(ALLOWED_PAYERS_SHAPES).default('string'),
  instances: z.array(Instance),
  forms: z.array(Form),
  links: z.array(Link),
  payments: z.array(Payment),
  submissions: z.array(Submission).default(() => []),
  v2_instances: z.array(V2Instance).default(seedV2Instances),
  v2_links: z.array(V2Link).default(() => []),
  v2_logos: z.array(V2Logo).default(() => []),
  webhook_subscriptions: z.array(Subscription).default(() => []),
  webhook_deliveries: z.array(Delivery).default(() => []),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** All records of this MyTPE, in memory, in order of creation. */
export interface World {
  readonly clock: () => Date;
  identifications: Map<string, Identification>;
  brands: Map<string, Brand>;
  bankAccounts: Map<string, BankAccount>;
  activations: Map<string, Activation>;
  /** The uploaded files by path. */
  files: Map<string, StoredFile>;
  reviews: ReviewSettings;
  allowedPayersShape: AllowedPayersShape;
  /** The review settings after a reset. */
  readonly firstReviews: ReviewSettings;
  /** The last announced progress of the trader’s KYC. */
  onboarding: OnboardingStatus;
  instances: Map<string, Instance>;
  forms: Map<string, Form>;
  links: Map<string, Link>;
  linksBySlug: Map<string, Link>;
  payments: Payment[];
  paymentIndex: PaymentIndex;
  submissions: Submission[];
  v2Instances: Map<string, V2Instance>;
  v2Links: Map<string, V2Link>;
  v2LinksBySlug: Map<string, V2Link>;
  v2Logos: Map<string, V2Logo>;
  webhookSubscriptions: Map<string, Subscription>;
  webhookDeliveries: Map<string, Delivery>;
  /** Increases with every change. The state file compares it to see what it has not saved. */
  revision: number;
  /** Passes an event to the webhooks. Does nothing until they are set up. */
  announce: Announce;
}

export function emptySnapshot(): Snapshot {
  return {
    version: 1,
    identifications: seedIdentifications(),
    brands: seedBrands(),
    bank_accounts: seedBankAccounts(),
    activations: [],
    files: [],
    reviews: MANUAL_REVIEWS,
    allowed_payers_shape: 'string',
    instances: seedInstances(),
    forms: seedForms(),
    links: [],
    payments: [],
    submissions: [],
    v2_instances: seedV2Instances(),
    v2_links: [],
    v2_logos: [],
    webhook_subscriptions: [],
    webhook_deliveries: [],
  };
}

/** Creates a world from a snapshot. `reviews` take precedence over the snapshot’s. */
export function createWorld(clock: () => Date, snapshot: Snapshot, reviews?: ReviewSettings): World {
  const world = unpack({ ...snapshot, reviews: reviews ?? snapshot.reviews });
  return { clock, ...world, firstReviews: reviews ?? MANUAL_REVIEWS, revision: 0, announce: () => {} };
}

/** Resets the world to the seeded records, or to a given snapshot. */
export function resetWorld(world: World, snapshot: Snapshot = emptySnapshot()): void {
  Object.assign(world, unpack({ ...snapshot, reviews: world.firstReviews }));
  world.revision += 1;
}

export function takeSnapshot(world: World): Snapshot {
  return {
    version: 1,
    identifications: [...world.identifications.values()],
    brands: [...world.brands.values()],
    bank_accounts: [...world.bankAccounts.values()],
    activations: [...world.activations.values()],
    files: [...world.files.values()],
    reviews: world.reviews,
    allowed_payers_shape: world.allowedPayersShape,
    instances: [...world.instances.values()],
    forms: [...world.forms.values()],
    links: [...world.links.values()],
    payments: world.payments,
    submissions: world.submissions,
    v2_instances: [...world.v2Instances.values()],
    v2_links: [...world.v2Links.values()],
    v2_logos: [...world.v2Logos.values()],
    webhook_subscriptions: [...world.webhookSubscriptions.values()],
    webhook_deliveries: [...world.webhookDeliveries.values()],
  };
}

/** The current time, in the format of the records. */
export function timeOf(world: World): string {
  return world.clock().toISOString();
}

/** All links. Expires the due links first, so that callers never read an old status. */
export function currentLinks(world: World): Link[] {
  const now = timeOf(world);
  const links = [...world.links.values()];
  for (const link of links) if (expireIfDue(link, now)) world.revision += 1;
  return links;
}

export function findLink(world: World, id: string): Link | undefined {
  const link = world.links.get(id);
  if (link !== undefined && expireIfDue(link, timeOf(world))) world.revision += 1;
  return link;
}

export function findLinkBySlug(world: World, slug: string): Link | undefined {
  const link = world.linksBySlug.get(slug);
  return link && findLink(world, link.id);
}

export function addLink(world: World, link: Link): void {
  world.links.set(link.id, link);
  world.linksBySlug.set(link.slug, link);
  world.revision += 1;
}

export function addPayment(world: World, payment: Payment): void {
  world.payments.push(payment);
  addToIndex(world.paymentIndex, payment);
  world.revision += 1;
}

function unpack(snapshot: Snapshot): Omit<World, 'clock' | 'firstReviews' | 'revision' | 'announce'> {
  const identifications = byId(snapshot.identifications);
  const brands = byId(snapshot.brands);
  const bankAccounts = byId(snapshot.bank_accounts);
  return {
    identifications,
    brands,
    bankAccounts,
    onboarding: onboardingStatus({ identifications, brands, bankAccounts }),
    activations: byId(snapshot.activations),
    files: new Map(snapshot.files.map((file) => [file.path, file])),
    reviews: { ...snapshot.reviews },
    allowedPayersShape: snapshot.allowed_payers_shape,
    instances: byId(snapshot.instances),
    forms: byId(snapshot.forms),
    links: byId(snapshot.links),
    linksBySlug: new Map(snapshot.links.map((link) => [link.slug, link])),
    payments: [...snapshot.payments],
    paymentIndex: indexPayments(snapshot.payments),
    submissions: [...snapshot.submissions],
    v2Instances: byId(snapshot.v2_instances),
    v2Links: byId(snapshot.v2_links),
    v2LinksBySlug: new Map(snapshot.v2_links.map((link) => [link.slug, link])),
    v2Logos: byId(snapshot.v2_logos),
    webhookSubscriptions: byId(snapshot.webhook_subscriptions),
    webhookDeliveries: byId(snapshot.webhook_deliveries),
  };
}

function byId<Item extends { id: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
