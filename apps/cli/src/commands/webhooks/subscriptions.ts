import { Command, Option } from 'commander';

import type { Act } from '../../command-action.ts';
import { collect, parseYesNo } from '../../input/arguments.ts';
import { RequiredOption } from '../../input/required-option.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { printable } from '../../terminal/printable.ts';
import { LACKS, SUBSCRIPTION_COLUMNS, keepingSecret } from './subscription-view.ts';

/** `create`, `list`, `show`, `update`, `delete`, `events` and `rotate-secret`. */
export function subscriptionCommands(act: Act): Command[] {
  const makers = [createCommand, listCommand, showCommand, updateCommand, deleteCommand, eventsCommand, rotateCommand];
  return makers.map((make) => make(act));
}

interface SubscriptionOptions {
  readonly url?: string;
  readonly description?: string;
  readonly event?: string[];
  readonly active?: boolean;
  readonly saveSecret?: string;
}

function subscriptionOptions(command: Command, { isNew = false } = {}): Command {
  const active = new Option('--active <yes or no>', 'MyTPE sends events to it').argParser(parseYesNo);
  return command
    .option('--description <text>', 'your own note')
    .option('--event <name>', `only this event; may be repeated${isNew ? ' (default: all)' : ''}`, collect)
    .addOption(isNew ? active.default(true, 'yes') : active);
}

function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('subscribe an address; the signing secret is given once')
    .addOption(new RequiredOption('--url <address>', 'https address of your receiver'));
  return subscriptionOptions(command, { isNew: true })
    .option('--save-secret <file>', 'write the secret into this new file instead of showing it')
    .action(
      act<SubscriptionOptions & { url: string }>(async (session, options) => {
        const { url, description, event, active } = options;
        const client = await session.ext(LACKS);
        const input = { url, description, events: event, is_active: active };
        const findOut = 'Look for it before you try again: mytpe webhooks list';
        const make = () => session.change(findOut, () => client.webhooks.create(input, session.call));
        await keepingSecret(session, options.saveSecret, make);
      }),
    );
}

function listCommand(act: Act): Command {
  return listOptions(new Command('list').description('list subscriptions')).action(
    act<ListOptions>(async (session, options) => {
      const client = await session.ext(LACKS);
      await showList(session, client.webhooks, {}, options, SUBSCRIPTION_COLUMNS, 'No webhook subscriptions.');
    }),
  );
}

function showCommand(act: Act): Command {
  return new Command('show')
    .description('show a subscription')
    .argument('<id>', 'id of the subscription')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext(LACKS);
        await session.out.record(await client.webhooks.get(id, session.call));
      }),
    );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('change a subscription')
    .argument('<id>', 'id of the subscription')
    .option('--url <address>', 'https address of your receiver');
  return subscriptionOptions(command).action(
    act<SubscriptionOptions>(async (session, { url, description, event, active }, id = '') => {
      const client = await session.ext(LACKS);
      const changes = { url, description, events: event, is_active: active };
      const findOut = `Look whether it changed: mytpe webhooks show ${id}`;
      await session.out.record(await session.change(findOut, () => client.webhooks.update(id, changes, session.call)));
    }),
  );
}

function deleteCommand(act: Act): Command {
  return new Command('delete')
    .description('end a subscription')
    .argument('<id>', 'id of the subscription')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext(LACKS);
        const { url } = await client.webhooks.get(id, session.call);
        await session.confirm(`Delete the subscription of ${printable(url ?? id)}? It is told nothing from then on.`);
        const findOut = `Look whether it is still there: mytpe webhooks show ${id}`;
        await session.change(findOut, () => client.webhooks.delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}

function eventsCommand(act: Act): Command {
  return new Command('events').description('list the events there are').action(
    act(async (session) => {
      const client = await session.ext(LACKS);
      const events = await client.webhooks.events(session.call);
      const rows = [...events];
      const columns = [{ head: 'EVENT', of: (event: (typeof rows)[number]) => printable(String(event)) }];
      await session.out.table({ data: rows }, rows, columns, 'No events.');
    }),
  );
}

function rotateCommand(act: Act): Command {
  return new Command('rotate-secret')
    .description('replace the signing secret; the old one is void at once')
    .argument('<id>', 'id of the subscription')
    .option('--save-secret <file>', 'write the secret into this new file instead of showing it')
    .action(
      act<SubscriptionOptions>(async (session, options, id = '') => {
        const client = await session.ext(LACKS);
        await session.confirm('Replace the secret? Deliveries signed with the old one may still be under way.');
        const findOut = 'The old secret may be void: rotate once more to have one that you know.';
        const make = () => session.change(findOut, () => client.webhooks.regenerateSecret(id, session.call));
        await keepingSecret(session, options.saveSecret, make);
      }),
    );
}
