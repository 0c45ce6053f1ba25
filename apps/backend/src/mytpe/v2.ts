import { randomInt } from 'node:crypto';

import { ApiError, createSlug, DifferentTermsError, type V2Client, type V2Link } from '@mytpe-pay/client';

import { v2Refusal } from '../domain/api-limits.ts';
import {
  orNull,
  withGatewayErrors,
  type LinkDraft,
  OUR_REF,
  type SoughtLink,
  type Gateway,
  GatewayError,
  type UpstreamLink,
} from './gateway.ts';
import { createLookup } from './v2-lookup.ts';
import { hasTerms, inactivityTimeout, v2Terms } from './v2-terms.ts';

/** v2's statuses that the backend names differently. An unknown status stays unchanged and is not payable. */
const STATUSES: Readonly<Record<string, string>> = { inactive: 'paused', closed: 'exhausted' };
/** Links of each instance that a search for stray links reads. v2 lists all links in an undocumented order. */
const MAX_SEARCHED = 200;

/**
 * Creates the gateway to MyTPE's older API, v2. Its links are payable from their creation. The backend chooses the slug, and a
 * second create with it fails. v2 has no archive: the backend deactivates a link that must end.
 * @param payBaseUrl start of the customer URL, if a response has none.
 */
export function createV2Gateway(client: V2Client, baseUrl: string, payBaseUrl: string): Gateway {
  const upstreamLink = (link: V2Link): UpstreamLink => ({
    id: link.id,
    url: customerUrl(link, payBaseUrl),
    status: STATUSES[link.status] ?? link.status,
    paidCount: link.successful_payments_count,
    totalCollected: link.collected_amount ?? 0,
  });
  const read = (id: string) => orNull(client.links.get(id));
  const linkBySlug = createLookup(client);

  /** Activates or deactivates a link. If MyTPE refuses to deactivate an inactive link, returns it. */
  async function setActive(id: string, active: boolean): Promise<UpstreamLink> {
    try {
      return upstreamLink(await withGatewayErrors(client.links.setActive(id, active)));
    } catch (error) {
      const link = error instanceof GatewayError && error.failure === 'rejected' ? await read(id) : null;
      if (link && link.status !== 'active' && !active) return upstreamLink(link);
      throw error;
    }
  }

  /** Deactivates a link whose terms differ from the request, so that no payer sees it, and throws. */
  async function refuseOtherTerms(id: string, cause: unknown): Promise<never> {
    await afterCreate(setActive(id, false));
    const message = `MyTPE v2 created link ${id} with other terms than requested; the backend deactivated it`;
    throw new GatewayError('rejected', message, { cause });
  }

  async function create(draft: LinkDraft): Promise<UpstreamLink> {
    const refusal = v2Refusal(draft.terms);
    if (refusal !== null) throw new GatewayError('rejected', refusal.why);
    try {
      const link = await withGatewayErrors(client.links.create(linkInput(draft)));
      // A create response without an address: the link's details have it.
      return upstreamLink(link.payment_link ? link : ((await afterCreate(read(link.id))) ?? link));
    } catch (error) {
      const cause = error instanceof GatewayError ? error.cause : null;
      if (cause instanceof DifferentTermsError) return refuseOtherTerms(cause.linkId, cause);
      throw asTaken(error);
    }
  }

  async function find({ id, instanceId, slug, terms }: SoughtLink): Promise<UpstreamLink[]> {
    const link = slug === null ? undefined : await linkBySlug(instanceId, slug);
    if (!link || (link.metadata?.[OUR_REF] ?? id) !== id) return [];
    return hasTerms(link, terms) ? [upstreamLink(link)] : refuseOtherTerms(link.id, null);
  }

  /** Yields payable links that contain a row's id. */
  async function* linksOfRows(instanceId: string): AsyncGenerator<{ ourRef: string; link: UpstreamLink }> {
    const items = client.links.listAll(instanceId);
    for (let searched = 0; searched < MAX_SEARCHED; searched += 1) {
      const item = await withGatewayErrors(items.next());
      if (item.done) return;
      if (item.value.status !== 'active') continue;
      if (item.value.metadata && typeof item.value.metadata[OUR_REF] !== 'string') continue;
      const link = await read(item.value.id);
      const ourRef = link?.metadata?.[OUR_REF];
      if (link && typeof ourRef === 'string') yield { ourRef, link: upstreamLink(link) };
    }
  }

  async function instances() {
    const found = [];
    const all = client.instances.listAll();
    for (let item = await withGatewayErrors(all.next()); !item.done; item = await withGatewayErrors(all.next()))
      found.push({ id: item.value.id, title: item.value.name ?? '', chargeable: item.value.status === 'active' });
    return found;
  }

  return {
    baseUrl,
    createsPayable: true,
    archives: false,
    flips: true,
    newSlug,
    refusal: v2Refusal,
    create,
    publish: (id) =>
      Promise.reject(new GatewayError('rejected', `MyTPE v2 has no drafts, so link ${id} cannot be published`)),
    get: async (id) => {
      const link = await read(id);
      return link && upstreamLink(link);
    },
    pause: (id) => setActive(id, false),
    resume: (id) => setActive(id, true),
    archive: (id) => setActive(id, false),
    async updateTexts(id, { title, description, metadata }) {
      const link = await read(id);
      // v2 cannot change these links: they keep their texts.
      if (!link || link.payment_mode === 'one_shot' || (link.status !== 'active' && link.status !== 'inactive')) return;
      await withGatewayErrors(client.links.update(id, { title, details: description, metadata: { ...metadata } }));
    },
    findDrafts: find,
    async *drafts() {
      for (const { id, chargeable } of await instances()) if (chargeable) yield* linksOfRows(id);
    },
    instances,
  };
}

/** Awaits a call after a successful create. Every failure becomes `unknown`, because the link may exist. */
async function afterCreate<T>(call: Promise<T>): Promise<T> {
  return call.catch((error: unknown): never => {
    throw error instanceof GatewayError ? new GatewayError('unknown', error.message, { cause: error.cause }) : error;
  });
}

/** Returns the URL from MyTPE unchanged; without one, pay base and slug (readings R2). */
function customerUrl({ payment_link, slug }: V2Link, payBaseUrl: string): string {
  return payment_link && /^https?:\/\//i.test(payment_link) ? payment_link : `${payBaseUrl}/${slug}`;
}

function linkInput(draft: LinkDraft) {
  const { instanceId, title, description, terms, metadata, slug } = draft;
  return {
    mytpe_pay_id: instanceId,
    title,
    ...(description !== null && { details: description }),
    ...(slug !== null && { slug }),
    ...v2Terms(terms),
    ...inactivityTimeout(draft),
    metadata: { ...metadata },
  };
}

const RANGE = 2 ** 32;

/** Returns a slug: the readable part of the title and a suffix that cannot be guessed. */
function newSlug(title: string): string {
  return createSlug(title, () => randomInt(RANGE) / RANGE);
}

/** Returns the error of a create as `taken` if MyTPE refused the slug. The caller finds out which link has it. */
function asTaken(error: unknown): unknown {
  if (!(error instanceof GatewayError) || !(error.cause instanceof ApiError)) return error;
  const { status, fields } = error.cause;
  return status === 422 && 'slug' in fields ? new GatewayError('taken', error.message, { cause: error.cause }) : error;
}
