import type { Evidence, MadeLink } from './evidence.ts';
import type { LinkResponse, Outcome } from './payer.ts';
import type { ChaosSandbox } from './sandbox.ts';

interface StateLink {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly metadata: Readonly<Record<string, string>> | null;
}

interface State {
  readonly links: readonly StateLink[];
  readonly v2: { readonly links: readonly StateLink[] };
}

const CONCURRENCY = 8;
const PAYER = { name: 'Amel', email: 'amel@example.dz', phone: '+213550000000' };

/** Lists the links that the backends created at MyTPE. @param published ids of ext links that were ever published. */
export async function listLinks(sandbox: ChaosSandbox, published: ReadonlySet<string>): Promise<MadeLink[]> {
  const { links, v2 } = (await sandbox.control<State>('/state')).body;
  const extLinks = links.map((link) =>
    toLink(link, published.has(link.id) || !['draft', 'archived'].includes(link.status)),
  );
  // v2 links are payable as soon as they are created.
  return [...extLinks, ...v2.links.map((link) => toLink(link, true))].filter((link) => link !== null);
}

function toLink({ id, slug, status, metadata }: StateLink, wasPublished: boolean): MadeLink | null {
  const ourRef = metadata?.['our_ref'];
  return ourRef === undefined
    ? null
    : { id, slug, status, ourRef, reference: metadata?.['reference'] ?? null, wasPublished };
}

/** Reads every acknowledged link from the backends. */
export async function finalViews(urls: readonly string[], outcomes: readonly Outcome[]): Promise<Evidence['views']> {
  const ids = new Set(outcomes.flatMap(({ acknowledged }) => acknowledged.map(({ id }) => id)));
  const views = new Map<string, LinkResponse | null>();
  await inParallel([...ids].entries(), async ([at, id]) => {
    const response = await fetch(`${urls[at % urls.length]!}/v1/links/${id}`);
    views.set(id, response.ok ? ((await response.json()) as LinkResponse) : null);
  });
  return views;
}

/** Tries to pay every link twice, including links that no payer received. @returns the successful payments of each link. */
export async function payTwice(sandbox: ChaosSandbox, links: readonly MadeLink[]): Promise<Evidence['payments']> {
  const payments = new Map<string, number>();
  await inParallel(links, async ({ id, reference }) => {
    if (reference === null) return;
    let accepted = 0;
    for (let n = 0; n < 2; n += 1)
      accepted += (await sandbox.control(`/links/${id}/pay`, { customer: PAYER })).status === 200 ? 1 : 0;
    payments.set(id, accepted);
  });
  return payments;
}

async function inParallel<T>(items: Iterable<T>, task: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const rest = { [Symbol.iterator]: () => iterator };
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const item of rest) await task(item);
    }),
  );
}
