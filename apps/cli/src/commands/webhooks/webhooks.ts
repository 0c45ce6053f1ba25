import { Command, Option } from 'commander';

import { RequiredOption, collect, parseYesNo } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { printable } from '../../terminal/display.ts';
import { v2WebhookSettingsCommand } from '../v2/v2-webhook-settings.ts';
import { deliveriesCommand, redeliverCommand } from './deliveries.ts';
import { listenCommand } from './listen.ts';
import { MISSING_IN_V2, SUBSCRIPTION_COLUMNS, keepingSecret } from './subscription-view.ts';
import { verifyCommand } from './verify.ts';

export function webhooksCommand(act: Act): Command {
  const webhooks = new Command('webhooks').description('webhooks that receive payments and other events');
  for (const command of subscriptionCommands(act)) webhooks.addCommand(command);
  return webhooks
    .addCommand(deliveriesCommand(act))
    .addCommand(redeliverCommand(act))
    .addCommand(v2WebhookSettingsCommand(act))
    .addCommand(verifyCommand(act))
    .addCommand(listenCommand(act));
}

/** Creates the commands `create`, `list`, `show`, `update`, `delete`, `events` and `rotate-secret`. */
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
  const active = new Option('--active <yes or no>', 'MyTPE sends events to this subscription').argParser(parseYesNo);
  return command
    .option('--description <text>', 'your own note')
    .option('--event <name>', `only this event; may be repeated${isNew ? ' (default: all)' : ''}`, collect)
    .addOption(isNew ? active.default(true, 'yes') : active);
}

function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('subscribe a URL; the signing secret is shown only once')
    .addOption(new RequiredOption('--url <address>', 'https URL of your receiver'));
  return subscriptionOptions(command, { isNew: true })
    .option('--save-secret <file>', 'new file for the secret, instead of showing it')
    .action(
      act<SubscriptionOptions & { url: string }>(async (session, options) => {
        const { url, description, event, active } = options;
        const client = await session.ext(MISSING_IN_V2);
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
      const client = await session.ext(MISSING_IN_V2);
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
        const client = await session.ext(MISSING_IN_V2);
        await session.out.record(await client.webhooks.get(id, session.call));
      }),
    );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update a subscription')
    .argument('<id>', 'id of the subscription')
    .option('--url <address>', 'https URL of your receiver');
  return subscriptionOptions(command).action(
    act<SubscriptionOptions>(async (session, { url, description, event, active }, id = '') => {
      const client = await session.ext(MISSING_IN_V2);
      const changes = { url, description, events: event, is_active: active };
      const findOut = `Check whether it changed: mytpe webhooks show ${id}`;
      await session.out.record(await session.change(findOut, () => client.webhooks.update(id, changes, session.call)));
    }),
  );
}

function deleteCommand(act: Act): Command {
  return new Command('delete')
    .description('delete a subscription')
    .argument('<id>', 'id of the subscription')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext(MISSING_IN_V2);
        const { url } = await client.webhooks.get(id, session.call);
        await session.confirm(`Delete the subscription of ${printable(url ?? id)}? It receives no further events.`);
        const findOut = `Check whether it still exists: mytpe webhooks show ${id}`;
        await session.change(findOut, () => client.webhooks.delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}

function eventsCommand(act: Act): Command {
  return new Command('events').description('list the available events').action(
    act(async (session) => {
      const client = await session.ext(MISSING_IN_V2);
      const events = await client.webhooks.events(session.call);
      const rows = [...events];
      const columns = [{ head: 'EVENT', of: (event: (typeof rows)[number]) => printable(String(event)) }];
      await session.out.table({ data: rows }, rows, columns, 'No events.');
    }),
  );
}

function rotateCommand(act: Act): Command {
  return new Command('rotate-secret')
    .description('replace the signing secret; the old secret becomes invalid immediately')
    .argument('<id>', 'id of the subscription')
    .option('--save-secret <file>', 'new file for the secret, instead of showing it')
    .action(
      act<SubscriptionOptions>(async (session, options, id = '') => {
        const client = await session.ext(MISSING_IN_V2);
        await session.confirm('Replace the secret? Deliveries that were signed with the old secret may still arrive.');
        const findOut = 'The old secret may be invalid: replace it again to get a known secret.';
        const make = () => session.change(findOut, () => client.webhooks.regenerateSecret(id, session.call));
        await keepingSecret(session, options.saveSecret, make);
      }),
    );
}
