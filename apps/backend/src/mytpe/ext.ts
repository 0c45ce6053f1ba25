import type { ExtClient, Instance, Link, LinkInput, LinkQuery } from '@mytpe-pay/client';

import { isClosed } from '../domain/link.ts';
import {
  orNull,
  withGatewayErrors,
  type LinkDraft,
  OUR_REF,
  type Gateway,
  GatewayError,
  type PaymentInstance,
  type UpstreamLink,
} from './gateway.ts';

/** Clocks differ: the creation time of a draft may be this much earlier than `sentAt` (readings R24). */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Creates the gateway to MyTPE's ext API. @param payBaseUrl start of the customer URL, if a response has only a slug. */
export function createExtGateway(client: ExtClient, baseUrl: string, payBaseUrl: string): Gateway {
  const upstreamLink = (link: Link): UpstreamLink => ({
    id: link.id,
    url: customerUrl(link, payBaseUrl),
    status: link.status,
    paidCount: link.paid_count,
    totalCollected: link.total_collected,
  });
  const get = async (id: string) => {
    const link = await orNull(client.links.get(id));
    return link && upstreamLink(link);
  };

  /** Runs an action. If MyTPE refuses it because the link already has a status that `hasMoved` accepts, returns that link. */
  async function unlessMoved(
    id: string,
    action: Promise<Link>,
    hasMoved: (status: string) => boolean,
  ): Promise<UpstreamLink> {
    try {
      return upstreamLink(await withGatewayErrors(action));
    } catch (error) {
      const link = error instanceof GatewayError && error.failure === 'rejected' ? await get(id) : null;
      if (link && hasMoved(link.status)) return link;
      throw error;
    }
  }

  /** Yields drafts with their metadata, which list items may lack. The newest comes first if MyTPE can sort. */
  async function* draftsOf(query: LinkQuery): AsyncGenerator<Link> {
    const drafts = { ...query, status: 'draft' } as const;
    const sorted = client.links.listAll({ ...drafts, sort_by: 'created_at', sort_dir: 'desc' });
    const first = await orUnsorted(sorted.next());
    const rest = first ? sorted : client.links.listAll(drafts);
    if (first && !first.done) yield await withMetadata(first.value);
    for (let item = await withGatewayErrors(rest.next()); !item.done; item = await withGatewayErrors(rest.next()))
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
    create: async (draft) => upstreamLink(await withGatewayErrors(client.links.create(linkInput(draft)))),
    async publish(id) {
      const link = await withGatewayErrors(client.links.publish(id));
      return { ...upstreamLink(link), unconfirmed: link.unconfirmed === true };
    },
    get,
    pause: (id) => unlessMoved(id, client.links.pause(id), (status) => status !== 'active'),
    resume: (id) => unlessMoved(id, client.links.resume(id), (status) => status !== 'paused'),
    archive: (id) => unlessMoved(id, client.links.archive(id), isClosed),
    updateTexts: async (id, { title, description, metadata }) =>
      void (await withGatewayErrors(client.links.update(id, { title, description, metadata: { ...metadata } }))),
    async findDrafts(row, since) {
      const found: Link[] = [];
      for await (const link of draftsOf({ payment_instance_id: row.instanceId, search: row.title })) {
        if (link.metadata?.[OUR_REF] === row.id) found.push(link);
        else if (link.created_at && link.created_at.getTime() < since - CLOCK_SKEW_MS) break;
      }
      return found.sort((a, b) => (a.created_at?.getTime() ?? 0) - (b.created_at?.getTime() ?? 0)).map(upstreamLink);
    },
    async *drafts() {
      for await (const link of draftsOf({})) {
        const ourRef = link.metadata?.[OUR_REF];
        if (typeof ourRef === 'string') yield { ourRef, link: upstreamLink(link) };
      }
    },
    async instances() {
      const instances: PaymentInstance[] = [];
      const all = client.instances.listAll();
      for (let item = await withGatewayErrors(all.next()); !item.done; item = await withGatewayErrors(all.next()))
        instances.push(paymentInstance(item.value));
      return instances;
    },
  };
}

/** `sort_by` is not documented for links. Returns `null` if MyTPE refuses it, so that the caller lists unsorted. */
async function orUnsorted<T>(first: Promise<T>): Promise<T | null> {
  try {
    return await withGatewayErrors(first);
  } catch (error) {
    if (error instanceof GatewayError && error.failure === 'rejected') return null;
    throw error;
  }
}

/** Returns the URL from MyTPE unchanged; without one, pay base and slug (readings R2). */
function customerUrl(link: Link, payBaseUrl: string): string {
  const returned = [link.payment_link, link.url].find((url) => url && /^https?:\/\//i.test(url));
  return returned ?? `${payBaseUrl}/${link.slug}`;
}

/** An instance can charge if it is both active and ready (readings R12). */
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
