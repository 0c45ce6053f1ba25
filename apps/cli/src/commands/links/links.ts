import type { ExtClient, Link, LinkQuery } from '@mytpe-pay/client';
import { Command, Option } from 'commander';

import { CliError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { type Session, rejectOptions } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { linkCreateCommand } from './link-create.ts';
import { type TermOptions, USAGE_MODES, changedTerms, termOptions } from './link-terms.ts';
import { LINK_COLUMNS, linkView, showLink, showQrCode } from './link-view.ts';
import { watchLink } from './link-watch.ts';
import { hasEnded, newLinkCommand } from './new-link-command.ts';
import { v2LinkCommands } from './v2-link-commands.ts';
import { ONLY_IN_V2 } from './v2-link-options.ts';
import { listV2Links, setV2LinkActive, showV2Link, updateV2Link } from './v2-links.ts';

const STATUSES = ['draft', 'active', 'paused', 'exhausted', 'expired', 'archived'] as const;

export function linksCommand(act: Act): Command {
  const links = new Command('links')
    .description('payment links')
    .addCommand(linkCreateCommand(act))
    .addCommand(listCommand(act))
    .addCommand(showCommand(act))
    .addCommand(updateCommand(act))
    .addCommand(actionCommand(act, 'publish', 'make a draft payable', { qr: true }))
    .addCommand(actionCommand(act, 'pause', 'pause a link, so that it takes no payments'))
    .addCommand(actionCommand(act, 'resume', 'resume a paused link'))
    .addCommand(archiveCommand(act));
  for (const command of v2LinkCommands(act)) links.addCommand(command);
  return links;
}

interface LinkListOptions extends ListOptions {
  readonly status?: string;
  readonly usage?: string;
  readonly instance?: string;
  readonly ref?: string;
}

function listCommand(act: Act): Command {
  const command = new Command('list')
    .description('list payment links')
    .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES))
    .addOption(new Option('--usage <mode>', 'only with this usage mode').choices(USAGE_MODES))
    .option('--instance <id>', 'only of this payment instance')
    .option('--ref <text>', 'only with this reference (our_ref in the metadata); reads every page');
  return listOptions(command).action(
    act<LinkListOptions>(async (session, options) => {
      if (session.api === 'v2') return listV2Links(session, options);
      const client = await session.ext('such list');
      const query = { status: options.status, usage_mode: options.usage, payment_instance_id: options.instance };
      if (options.ref !== undefined) return showByReference(session, client, query, options.ref);
      await showList(session, viewed(session, client), query, options, LINK_COLUMNS, 'No payment links.');
    }),
  );
}

/** Returns the lists of links with their customer URLs. */
function viewed(session: Session, { links }: ExtClient) {
  return {
    list: async (query: LinkQuery & { page?: number }) => {
      const { data, meta } = await links.list(query, session.call);
      return { data: data.map((link) => linkView(session, link)), meta };
    },
    async *listAll(query: LinkQuery) {
      for await (const link of links.listAll(query, session.call)) yield linkView(session, link);
    },
  };
}

/** Shows the links with a reference. Reads a link if its list entry has no metadata. */
async function showByReference(session: Session, { links }: ExtClient, query: LinkQuery, ref: string): Promise<void> {
  const found: Link[] = [];
  for await (const entry of links.listAll(query, session.call)) {
    const link = entry.metadata === undefined ? await links.get(entry.id, session.call) : entry;
    if (link.metadata?.['our_ref'] === ref) found.push(linkView(session, link));
  }
  await session.out.table({ data: found }, found, LINK_COLUMNS, `No payment link has the reference ${printable(ref)}.`);
}

function showCommand(act: Act): Command {
  const command = new Command('show')
    .description('show a payment link, its URL and its QR code')
    .argument('<id>', 'link id')
    .option('--no-qr', 'do not draw the QR code');
  return watchOptions(command, 'it is paid (again)').action(
    act<WatchOptions & { qr: boolean }>(async (session, options, id = '') => {
      if (session.api === 'v2') return showV2Link(session, id, options);
      const client = await session.ext('such endpoint');
      const link = await client.links.get(id, session.call);
      if (options.watch !== true) return showLink(session, link, options);
      if (options.qr) await showQrCode(session, link);
      await watchLink(session, client, id, options);
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update a payment link; after a payment, only title, description and metadata can change')
    .argument('<id>', 'link id')
    .option('--title <text>', 'title, shown to the payer');
  return termOptions(command).action(
    act<TermOptions>(async (session, options, id = '') => {
      if (session.api === 'v2') return updateV2Link(session, id, options);
      rejectOptions(session, options, ONLY_IN_V2);
      const client = await session.ext('such update');
      const { usage, open } = options;
      const modes = { ...(usage && { usage_mode: usage }), ...(open && { amount_mode: 'open' as const }) };
      const findOut = `Check whether it changed: mytpe links show ${id}`;
      const changes = { ...changedTerms(options), ...modes };
      await showLink(session, await session.change(findOut, () => client.links.update(id, changes, session.call)));
    }),
  );
}

function actionCommand(act: Act, action: 'publish' | 'pause' | 'resume', does: string, { qr = false } = {}): Command {
  return new Command(action)
    .description(does)
    .argument('<id>', 'link id')
    .action(
      act(async (session, _options, id = '') => {
        if (session.api === 'v2' && action !== 'publish') return setV2LinkActive(session, id, action === 'resume');
        const client = await session.ext('drafts: all links are published');
        const link = await client.links.get(id, session.call);
        if (hasEnded(link)) {
          throw new CliError(
            'failed',
            `the link is ${link.status} permanently`,
            `Create a new link: ${newLinkCommand(link)}`,
          );
        }
        const findOut = `Check its status: mytpe links show ${id}`;
        await showLink(session, await session.change(findOut, () => client.links[action](id, session.call)), { qr });
      }),
    );
}

function archiveCommand(act: Act): Command {
  return new Command('archive')
    .description('end a payment link permanently')
    .argument('<id>', 'link id')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext('archive; `mytpe links pause` stops payments');
        const { title } = await client.links.get(id, session.call);
        await session.confirm(`Archive "${printable(title)}"? It can never be paid again.`);
        const findOut = `Check its status: mytpe links show ${id}`;
        await showLink(session, await session.change(findOut, () => client.links.archive(id, session.call)));
      }),
    );
}
