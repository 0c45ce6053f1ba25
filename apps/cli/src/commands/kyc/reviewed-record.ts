import type { ExtClient } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type ListOptions, type Listable, listOptions, showList } from '../../listing.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import type { Column } from '../../terminal/table.ts';
import { type Verdict, type WatchOptions, watch, watchOptions } from '../../watch.ts';

/** A record that MyTPE reviews before it can be used: an identification, a brand or a bank account. */
export interface Reviewed {
  readonly id: string;
  readonly status: string;
  readonly reason?: string | null | undefined;
}

/** A kind of reviewed record, with its methods in the client. */
export interface ReviewedKind<Item extends Reviewed> {
  /** The name of the command, like `bank-accounts`. */
  readonly plural: string;
  /** The singular in messages, like `bank account`. */
  readonly one: string;
  readonly of: (client: ExtClient) => Listable<Item, { search?: string; status?: string }> & {
    get(id: string, options?: object): Promise<Item>;
    delete(id: string, options?: object): Promise<void>;
  };
  readonly columns: readonly Column<Item>[];
  /** The additional filters of the list. */
  readonly list?: {
    readonly options: (command: Command) => Command;
    readonly query: (options: object) => object;
  };
  /** Returns the name of a record for people. */
  readonly name: (item: Item) => string;
}

/** Creates the commands `list`, `show` and `delete`, which are the same for every kind. */
export function reviewedCommands<Item extends Reviewed>(act: Act, kind: ReviewedKind<Item>): Command[] {
  return [listCommand(act, kind), showCommand(act, kind), deleteCommand(act, kind)];
}

/** Opens a client for reviewed records. */
export async function openReviewed(session: Session, { plural }: { plural: string }): Promise<ExtClient> {
  return session.ext(plural.replace('-', ' '));
}

/** Shows a record. With `--watch`, waits for MyTPE's decision. */
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
    describe: (read) => `${printable(kind.name(read))}: ${printable(read.status)}`,
  });
}

function judgeReview<Item extends Reviewed>({ plural, one }: ReviewedKind<Item>, item: Item): Verdict {
  if (item.status === 'accepted') return { kind: 'reached' };
  if (item.status !== 'refused') return { kind: 'waiting' };
  const because = item.reason ? `: ${printable(item.reason)}` : ' without a reason';
  const next = `Fix it and submit it again: mytpe ${plural} update ${item.id} --help`;
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
  const command = new Command('show').description(`show one ${kind.one}`).argument('<id>', `id of the ${kind.one}`);
  return watchOptions(command, 'MyTPE has accepted or refused it').action(
    act<WatchOptions>(async (session, options, id = '') => {
      const client = await openReviewed(session, kind);
      await showReviewed(session, kind, await kind.of(client).get(id, session.call), options);
    }),
  );
}

function deleteCommand<Item extends Reviewed>(act: Act, kind: ReviewedKind<Item>): Command {
  return new Command('delete')
    .description(`delete one ${kind.one} that no other record uses`)
    .argument('<id>', `id of the ${kind.one}`)
    .action(
      act(async (session, _options, id = '') => {
        const client = await openReviewed(session, kind);
        const item = await kind.of(client).get(id, session.call);
        await session.confirm(`Delete the ${kind.one} "${printable(kind.name(item))}"?`);
        const findOut = `Check whether it still exists: mytpe ${kind.plural} show ${id}`;
        await session.change(findOut, () => kind.of(client).delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}
