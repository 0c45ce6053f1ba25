import { randomUUID } from 'node:crypto';

import type { ExtClient, Link } from '@mytpe-pay/client';
import { Command } from 'commander';

import { RequiredOption } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { type Session, rejectOptions } from '../../session.ts';
import { watchOptions } from '../../watch.ts';
import { chargeableInstance } from '../instances/chargeable-instance.ts';
import { withPrice } from './link-price.ts';
import { type CreateOptions, newTerms, termOptions } from './link-terms.ts';
import { showLink, showQrCode } from './link-view.ts';
import { watchLink } from './link-watch.ts';
import { NOT_IN_V2, ONLY_IN_V2 } from './v2-link-options.ts';
import { createV2Link } from './v2-links.ts';

export function linkCreateCommand(act: Act): Command {
  const command = new Command('create')
    .description('create a payment link as a draft, or with --publish as an active link')
    .addOption(new RequiredOption('--title <text>', 'title, shown to the payer'))
    .option(
      '--instance <id>',
      'payment instance (default: MYTPE_PAYMENT_INSTANCE_ID, or the only instance that takes payments)',
    );
  termOptions(command, { isNew: true })
    .option('--slug <text>', 'v2: end of the link URL (default: generated from the title, with six random characters)')
    .option('--ref <text>', 'your reference, stored in the metadata as our_ref (default: a random reference)')
    .option('--publish', 'make the link payable immediately')
    .option('--no-qr', 'do not draw the QR code');
  return watchOptions(command, 'it is paid (with --publish)').action(
    act<CreateOptions>(async (session, typed) => {
      const isV2 = session.api === 'v2';
      rejectOptions(session, typed, isV2 ? NOT_IN_V2 : [...ONLY_IN_V2, 'slug']);
      const options = await withPrice(session, typed);
      await (isV2 ? createV2Link(session, options) : createLink(session, options));
    }),
  );
}

async function createLink(session: Session, options: CreateOptions): Promise<void> {
  const terms = newTerms(options);
  const ref = options.ref ?? randomUUID();
  const client = await session.ext('links');
  const { id: payment_instance_id } = await chargeableInstance(session, client, options.instance);
  const metadata = { ...terms.metadata, our_ref: ref };
  const { id } = await session.change(`Look for it before you try again: mytpe links list --ref ${ref}`, () =>
    client.links.create({ ...terms, payment_instance_id, metadata }, session.call),
  );
  const link = options.publish ? await publish(session, client, id) : await client.links.get(id, session.call);
  if (options.watch !== true) return showLink(session, link, { qr: options.qr });
  if (options.qr) await showQrCode(session, link);
  await watchLink(session, client, id, options);
}

async function publish(session: Session, client: ExtClient, id: string): Promise<Link> {
  const findOut = `The draft exists. Check whether it is active: mytpe links show ${id}`;
  return session.change(findOut, () => client.links.publish(id, session.call));
}
