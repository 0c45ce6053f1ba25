import type { ExtClient, Instance, Link, LinkInput, LinkQuery } from '@mytpe-pay/client';

import { isClosed } from '../domain/link.ts';
import {
  orNull,
  translated,
  type LinkDraft,
  OUR_REF,
  type Gateway,
  GatewayError,
  type PaymentInstance,
  type UpstreamLink,
} from './gateway.ts';

/** Clocks differ: a draft may look this much older than the moment we sent it (readings R24). */
const CLOCK_SKEW_MS = 5 * 60_000;

/** MyTPE's ext API as the backend uses it. @param payBaseUrl start of the customer URL where MyTPE answers only a slug. */
export function createExtGateway(client: ExtClient, baseUrl: string, payBaseUrl: string): Gateway {
  const told = (link: Link): UpstreamLink => ({
    id: link.id,
    url: customerUrl(link, payBaseUrl),
    status: link.status,
    paidCount: link.paid_count,
    totalCollected: link.total_collected,
  });
  const get = async (id: string) => {
    const link = await orNull(client.links.get(id));
    return link && told(link);
  };

  /** Refused because the link has moved on by itself, or by another process, is what was wanted. */
  async function unlessMoved(
    id: string,
    action: Promise<Link>,
    hasMoved: (status: string) => boolean,
  ): Promise<UpstreamLink> {
    try {
      return told(await translated(action));
    } catch (error) {
      const link = error instanceof GatewayError && error.failure === 'rejected' ? await get(id) : null;
      if (link && hasMoved(link.status)) return link;
      throw error;
    }
  }

  /** Drafts with their metadata, newest first where MyTPE can sort; list items may leave metadata out. */
  async function* draftsOf(query: LinkQuery): AsyncGenerator<Link> {
    const drafts = { ...query, status: 'draft' } as const;
    const sorted = client.links.listAll({ ...drafts, sort_by: 'created_at', sort_dir: 'desc' });
    const first = await orUnsorted(sorted.next());
    const rest = first ? sorted : client.links.listAll(drafts);
    if (first && !first.done) yield await withMetadata(first.value);
    for (let item = await translated(rest.next()); !item.done; item = await translated(rest.next()))
      yield await withMetadata(item.value);
  }

  const withMetadata = async (link: Link): Promise<Link> =>
    link.metadata === undefined ? ((await orNull(client.links.get(link.id))) ?? link) : link;

  return {
    baseUrl,
    createsPayable: false,
    archives: true,
    flips: false,
    newSlug: () => null,
    refusal: () => null,
    create: async (draft) => told(await translated(client.links.create(linkInput(draft)))),
    async publish(id) {
      const link = await translated(client.links.publish(id));
      return { ...told(link), unconfirmed: link.unconfirmed === true };
    },
    get,
    pause: (id) => unlessMoved(id, client.links.pause(id), (status) => status !== 'active'),
    resume: (id) => unlessMoved(id, client.links.resume(id), (status) => status !== 'paused'),
    archive: (id) => unlessMoved(id, client.links.archive(id), isClosed),
    updateTexts: async (id, { title, description, metadata }) =>
      void (await translated(client.links.update(id, { title, description, metadata: { ...metadata } }))),
    async findDrafts(row, since) {
      const found: Link[] = [];
      for await (const link of draftsOf({ payment_instance_id: row.instanceId, search: row.title })) {
        if (link.metadata?.[OUR_REF] === row.id) found.push(link);
        else if (link.created_at && link.created_at.getTime() < since - CLOCK_SKEW_MS) break;
      }
      return found.sort((a, b) => (a.created_at?.getTime() ?? 0) - (b.created_at?.getTime() ?? 0)).map(told);
    },
    async *drafts() {
      for await (const link of draftsOf({})) {
        const ourRef = link.metadata?.[OUR_REF];
        if (typeof ourRef === 'string') yield { ourRef, link: told(link) };
      }
    },
    async instances() {
      const instances: PaymentInstance[] = [];
      const all = client.instances.listAll();
      for (let item = await translated(all.next()); !item.done; item = await translated(all.next()))
        instances.push(paymentInstance(item.value));
      return instances;
    },
  };
}

/** `sort_by` is not documented for links: when MyTPE refuses it, the list is read unsorted. */
async function orUnsorted<T>(first: Promise<T>): Promise<T | null> {
  try {
    return await translated(first);
  } catch (error) {
    if (error instanceof GatewayError && error.failure === 'rejected') return null;
    throw error;
  }
}

/** Readings R2: a URL that MyTPE returned wins, unaltered; else pay base and slug. */
function customerUrl(link: Link, payBaseUrl: string): string {
  const returned = [link.payment_link, link.url].find((url) => url && /^https?:\/\//i.test(url));
  return returned ?? `${payBaseUrl}/${link.slug}`;
}

/** Readings R12: ready and active, both. */
function paymentInstance({ id, title, status, acceptance_status }: Instance): PaymentInstance {
  return { id, title: title ?? '', chargeable: status === 'active' && acceptance_status === 'ready' };
}

function linkInput({ instanceId, title, description, terms, metadata }: LinkDraft): LinkInput {
  const given = <T>(value: T | null): T | undefined => value ?? undefined;
  return {
    payment_instance_id: instanceId,
    title,
    description: given(description),
    amount_mode: terms.amountMode,
    amount: given(terms.amount),
    min_amount: given(terms.minAmount),
    max_amount: given(terms.maxAmount),
    currency: terms.currency,
    usage_mode: terms.usageMode,
    max_uses: given(terms.maxUses),
    target_amount: given(terms.targetAmount),
    starts_at: terms.startsAt === null ? undefined : new Date(terms.startsAt),
    ends_at: terms.endsAt === null ? undefined : new Date(terms.endsAt),
    allowed_payers: terms.allowedPayers.length > 0 ? terms.allowedPayers : undefined,
    form_id: given(terms.formId),
    metadata: { ...metadata },
  };
}
