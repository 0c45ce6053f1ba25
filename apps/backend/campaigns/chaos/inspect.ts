import type { Evidence, MadeLink } from './evidence.ts';
import type { Outcome, ToldLink } from './payer.ts';
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

const AT_ONCE = 8;
const PAYER = { name: 'Amel', email: 'amel@example.dz', phone: '+213550000000' };

/** Every link the backends made, as MyTPE has it. @param published ids of ext's links that were ever published. */
export async function madeLinks(sandbox: ChaosSandbox, published: ReadonlySet<string>): Promise<MadeLink[]> {
  const { links, v2 } = (await sandbox.control<State>('/state')).body;
  const ofExt = links.map((link) =>
    madeLink(link, published.has(link.id) || !['draft', 'archived'].includes(link.status)),
  );
  // Links of v2 can be paid from the moment they are made.
  return [...ofExt, ...v2.links.map((link) => madeLink(link, true))].filter((link) => link !== null);
}

function madeLink({ id, slug, status, metadata }: StateLink, wasPublished: boolean): MadeLink | null {
  const ourRef = metadata?.['our_ref'];
  return ourRef === undefined
    ? null
    : { id, slug, status, ourRef, reference: metadata?.['reference'] ?? null, wasPublished };
}

/** Asks the backends for every link that was acknowledged. */
export async function finalViews(urls: readonly string[], outcomes: readonly Outcome[]): Promise<Evidence['views']> {
  const ids = new Set(outcomes.flatMap(({ acknowledged }) => acknowledged.map(({ id }) => id)));
  const views = new Map<string, ToldLink | null>();
  await sideBySide([...ids].entries(), async ([at, id]) => {
    const response = await fetch(`${urls[at % urls.length]!}/v1/links/${id}`);
    views.set(id, response.ok ? ((await response.json()) as ToldLink) : null);
  });
  return views;
}

/** Tries to pay every link twice, those that nobody was told of, too. */
export async function payTwice(sandbox: ChaosSandbox, links: readonly MadeLink[]): Promise<Evidence['payments']> {
  const payments = new Map<string, number>();
  await sideBySide(links, async ({ id, reference }) => {
    if (reference === null) return;
    let taken = 0;
    for (let time = 0; time < 2; time += 1)
      taken += (await sandbox.control(`/links/${id}/pay`, { customer: PAYER })).status === 200 ? 1 : 0;
    payments.set(id, taken);
  });
  return payments;
}

async function sideBySide<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  const rest = { [Symbol.iterator]: () => left };
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
