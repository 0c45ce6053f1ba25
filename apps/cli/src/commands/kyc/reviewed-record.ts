import type { ExtClient } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type ListOptions, type Listable, listOptions, showList } from '../../listing.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import type { Column } from '../../terminal/table.ts';
import { type Verdict, type WatchOptions, watch, watchOptions } from '../../watch.ts';

/** What MyTPE reviews before it may be used: identifications, brands, bank accounts. */
export interface Reviewed {
  readonly id: string;
  readonly status: string;
  readonly reason?: string | null | undefined;
}

/** One kind of reviewed record, and where the client keeps it. */
export interface ReviewedKind<Item extends Reviewed> {
  /** As the command is called, like `bank-accounts`. */
  readonly plural: string;
  /** Like `bank account`. */
  readonly one: string;
  readonly of: (client: ExtClient) => Listable<Item, { search?: string; status?: string }> & {
    get(id: string, options?: object): Promise<Item>;
    delete(id: string, options?: object): Promise<void>;
  };
  readonly columns: readonly Column<Item>[];
  /** Filters of the list beyond the usual ones. */
  readonly list?: {
    readonly options: (command: Command) => Command;
    readonly query: (options: object) => object;
  };
  /** The name by which a person knows this record. */
  readonly name: (item: Item) => string;
}

/** `list`, `show` and `delete`, which are the same for every kind. */
export function reviewedCommands<Item extends Reviewed>(act: Act, kind: ReviewedKind<Item>): Command[] {
  return [listCommand(act, kind), showCommand(act, kind), deleteCommand(act, kind)];
}

export async function openReviewed(session: Session, { plural }: { plural: string }): Promise<ExtClient> {
  return session.ext(plural.replace('-', ' '));
}

/** Shows a record, and with `--watch` waits for MyTPE's decision about it. */
export async function showReviewed<Item extends Reviewed>(
  session: Session,
  kind: ReviewedKind<Item>,
  item: Item,
  options: WatchOptions,
): Promise<void> {
  if (options.watch !== true) {
    await session.out.record(item);
    if (item.status === 'pending') session.out.note(`\nMyTPE reviews it: mytpe ${kind.plural} show ${item.id} --watch`);
    return;
  }
  const client = await openReviewed(session, kind);
  await watch(session, options, {
    read: () => kind.of(client).get(item.id, session.call),
    judge: (read) => judgeReview(kind, read),
    tell: (read) => `${printable(kind.name(read))}: ${printable(read.status)}`,
  });
}

function judgeReview<Item extends Reviewed>({ plural, one }: ReviewedKind<Item>, item: Item): Verdict {
  if (item.status === 'accepted') return { kind: 'reached' };
  if (item.status !== 'refused') return { kind: 'waiting' };
  const because = item.reason ? `: ${printable(item.reason)}` : ', without a reason';
  const next = `Mend it and hand it in again: mytpe ${plural} update ${item.id} --help`;
  return { kind: 'refused', message: `MyTPE refused the ${one}${because}`, next };
}

function listCommand<Item extends Reviewed>(act: Act, kind: ReviewedKind<Item>): Command {
  const plural = kind.plural.replace('-', ' ');
  const command = new Command('list').description(`list ${plural}`);
  return listOptions(kind.list?.options(command) ?? command).action(
    act<ListOptions>(async (session, options) => {
      const query = kind.list?.query(options) ?? {};
      const client = await openReviewed(session, kind);
      await showList(session, kind.of(client), query, options, kind.columns, `No ${plural}.`);
    }),
  );
}

function showCommand<Item extends Reviewed>(act: Act, kind: ReviewedKind<Item>): Command {
  const command = new Command('show').description(`show one`).argument('<id>', `id of the ${kind.one}`);
  return watchOptions(command, 'MyTPE accepted or refused it').action(
    act<WatchOptions>(async (session, options, id = '') => {
      const client = await openReviewed(session, kind);
      await showReviewed(session, kind, await kind.of(client).get(id, session.call), options);
    }),
  );
}

function deleteCommand<Item extends Reviewed>(act: Act, kind: ReviewedKind<Item>): Command {
  return new Command('delete')
    .description('delete one that nothing depends on')
    .argument('<id>', `id of the ${kind.one}`)
    .action(
      act(async (session, _options, id = '') => {
        const client = await openReviewed(session, kind);
        const item = await kind.of(client).get(id, session.call);
        await session.confirm(`Delete the ${kind.one} "${printable(kind.name(item))}"?`);
        const findOut = `Look whether it is still there: mytpe ${kind.plural} show ${id}`;
        await session.change(findOut, () => kind.of(client).delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}
