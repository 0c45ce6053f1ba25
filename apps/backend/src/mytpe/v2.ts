import { randomInt } from 'node:crypto';

import { ApiError, createSlug, DifferentTermsError, type V2Client, type V2Link } from '@mytpe-pay/client';

import { v2Refusal } from '../domain/api-limits.ts';
import {
  orNull,
  translated,
  type LinkDraft,
  OUR_REF,
  type SoughtLink,
  type Gateway,
  GatewayError,
  type UpstreamLink,
} from './gateway.ts';
import { createLookup } from './v2-lookup.ts';
import { hasTerms, inactivityTimeout, v2Terms } from './v2-terms.ts';

/** v2's words in ours; one that MyTPE added since stays as it is and is not payable. */
const STATUSES: Readonly<Record<string, string>> = { inactive: 'paused', closed: 'exhausted' };
/** Links of each instance that a look for strays goes through; v2 lists them all, and sorts them by nothing documented. */
const LOOKED_THROUGH = 200;

/**
 * MyTPE's older API, v2, as the backend uses it. Its links can be paid from the moment they are made; we choose their
 * name, under which a second create makes nothing. It archives nothing: a link that must end is switched off.
 * @param payBaseUrl start of the customer URL, should MyTPE answer none.
 */
export function createV2Gateway(client: V2Client, baseUrl: string, payBaseUrl: string): Gateway {
  const told = (link: V2Link): UpstreamLink => ({
    id: link.id,
    url: customerUrl(link, payBaseUrl),
    status: STATUSES[link.status] ?? link.status,
    paidCount: link.successful_payments_count,
    totalCollected: link.collected_amount ?? 0,
  });
  const read = (id: string) => orNull(client.links.get(id));
  const linkNamed = createLookup(client);

  /** Refused because the link has moved on by itself is what was wanted, or nothing to be done about. */
  async function switched(id: string, active: boolean): Promise<UpstreamLink> {
    try {
      return told(await translated(client.links.setActive(id, active)));
    } catch (error) {
      const link = error instanceof GatewayError && error.failure === 'rejected' ? await read(id) : null;
      if (link && link.status !== 'active' && !active) return told(link);
      throw error;
    }
  }

  /** A link with other terms than asked for is never shown to anybody. */
  async function refuseOtherTerms(id: string, cause: unknown): Promise<never> {
    await madeAlready(switched(id, false));
    const message = `MyTPE v2 made link ${id} with other terms than asked for; it was switched off`;
    throw new GatewayError('rejected', message, { cause });
  }

  async function create(draft: LinkDraft): Promise<UpstreamLink> {
    const refusal = v2Refusal(draft.terms);
    if (refusal !== null) throw new GatewayError('rejected', refusal.why);
    try {
      const link = await translated(client.links.create(linkInput(draft)));
      // Where the answer has no address the details do.
      return told(link.payment_link ? link : ((await madeAlready(read(link.id))) ?? link));
    } catch (error) {
      const cause = error instanceof GatewayError ? error.cause : null;
      if (cause instanceof DifferentTermsError) return refuseOtherTerms(cause.linkId, cause);
      throw asTaken(error);
    }
  }

  async function find({ id, instanceId, slug, terms }: SoughtLink): Promise<UpstreamLink[]> {
    const link = slug === null ? undefined : await linkNamed(instanceId, slug);
    if (!link || (link.metadata?.[OUR_REF] ?? id) !== id) return [];
    return hasTerms(link, terms) ? [told(link)] : refuseOtherTerms(link.id, null);
  }

  /** Links that could be paid and carry a row's id. */
  async function* ours(instanceId: string): AsyncGenerator<{ ourRef: string; link: UpstreamLink }> {
    const items = client.links.listAll(instanceId);
    for (let looked = 0; looked < LOOKED_THROUGH; looked += 1) {
      const item = await translated(items.next());
      if (item.done) return;
      if (item.value.status !== 'active') continue;
      if (item.value.metadata && typeof item.value.metadata[OUR_REF] !== 'string') continue;
      const link = await read(item.value.id);
      const ourRef = link?.metadata?.[OUR_REF];
      if (link && typeof ourRef === 'string') yield { ourRef, link: told(link) };
    }
  }

  async function instances() {
    const found = [];
    const all = client.instances.listAll();
    for (let item = await translated(all.next()); !item.done; item = await translated(all.next()))
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
    publish: (id) => Promise.reject(new GatewayError('rejected', `MyTPE v2 publishes nothing, and link ${id} neither`)),
    get: async (id) => {
      const link = await read(id);
      return link && told(link);
    },
    pause: (id) => switched(id, false),
    resume: (id) => switched(id, true),
    archive: (id) => switched(id, false),
    async updateTexts(id, { title, description, metadata }) {
      const link = await read(id);
      // v2 lets nobody change these: they keep the words they were made with.
      if (!link || link.payment_mode === 'one_shot' || (link.status !== 'active' && link.status !== 'inactive')) return;
      await translated(client.links.update(id, { title, details: description, metadata: { ...metadata } }));
    },
    findDrafts: find,
    async *drafts() {
      for (const { id, chargeable } of await instances()) if (chargeable) yield* ours(id);
    },
    instances,
  };
}

/** A call that follows a create which went through: however it fails, the link may be there. */
async function madeAlready<T>(call: Promise<T>): Promise<T> {
  return call.catch((error: unknown): never => {
    throw error instanceof GatewayError ? new GatewayError('unknown', error.message, { cause: error.cause }) : error;
  });
}

/** Readings R2: a URL that MyTPE returned wins, unaltered; else pay base and slug. */
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

/** A name for a link: what is readable of its title, and a tail that nobody can guess. */
function newSlug(title: string): string {
  return createSlug(title, () => randomInt(RANGE) / RANGE);
}

/** A refusal of the slug, be it among others, becomes `taken`: whose link has it decides what it means. */
function asTaken(error: unknown): unknown {
  if (!(error instanceof GatewayError) || !(error.cause instanceof ApiError)) return error;
  const { status, fields } = error.cause;
  return status === 422 && 'slug' in fields ? new GatewayError('taken', error.message, { cause: error.cause }) : error;
}
