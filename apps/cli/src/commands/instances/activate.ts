import type { ActivationRequest, ExtClient } from '@mytpe-pay/client';
import { Command, Option } from 'commander';

import { RequiredOption, parseFilePath } from '../../arguments.ts';
import { CliError, usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import { displayDinars, printable } from '../../terminal/display.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { confirmFee } from './activation-fee.ts';
import { watchInstance } from './watch-instance.ts';

const PAYMENT_METHODS = ['online', 'bank_transfer', 'cheque'] as const;

interface ActivateOptions extends WatchOptions {
  readonly title: string;
  readonly identification: string;
  readonly brand: string;
  readonly bankAccount: string;
  readonly method: (typeof PAYMENT_METHODS)[number];
  readonly proof?: string;
  readonly secondFee?: true;
}

/** Each request causes a fee. The command therefore asks first, and never repeats a request automatically. */
export function activateCommand(act: Act): Command {
  const command = new Command('activate')
    .description('request a payment instance; each request causes a fee that you then pay')
    .addOption(new RequiredOption('--title <text>', 'your own name for the instance, like the branch'))
    .addOption(new RequiredOption('--identification <id>', 'accepted identification').acceptedOnly())
    .addOption(new RequiredOption('--brand <id>', 'accepted brand').acceptedOnly())
    .addOption(new RequiredOption('--bank-account <id>', 'accepted bank account').acceptedOnly())
    .addOption(new Option('--method <method>', 'payment method for the fee').choices(PAYMENT_METHODS).default('online'))
    .option(
      '--proof <path>',
      'proof of payment for bank_transfer and cheque: PDF, JPEG or PNG, at most 5 MiB',
      parseFilePath,
    )
    .option('--second-fee', 'request it even if an activation is already open; causes a second fee');
  return watchOptions(command, 'the instance takes payments').action(
    act<ActivateOptions>(async (session, options) => {
      const client = await session.ext('endpoint to request an instance');
      requireProof(options);
      await confirmFee(session, client, options);
      await activate(session, client, options);
    }),
  );
}

/** Checks the proof before the question about the fee. @throws CliError if method and proof do not match. */
function requireProof({ method, proof }: ActivateOptions): void {
  if (method !== 'online' && proof === undefined) {
    throw usageError(`--method ${method} needs a proof of payment`, 'Add --proof <path>: a PDF, JPEG or PNG file.');
  }
  if (method === 'online' && proof !== undefined) {
    const next = 'Omit it: the command prints the URL where you pay the fee.';
    throw usageError('--proof is only allowed with --method bank_transfer and --method cheque', next);
  }
}

async function activate(session: Session, client: ExtClient, options: ActivateOptions): Promise<void> {
  const wanted = {
    title: options.title,
    identification_id: options.identification,
    brand_id: options.brand,
    bank_account_id: options.bankAccount,
  };
  const requestedAt = new Date(session.context.clock());
  const findOut =
    'Do NOT repeat the command: a second request causes a second fee. Run `mytpe instances list` first, then ask MyTPE.';
  const input = { ...wanted, payment_method: options.method, payment_proof: options.proof };
  const request = await session.upload(findOut, [options.proof], (call) =>
    client.instances.requestActivation(input, call),
  );
  if (options.watch !== true) await session.out.record(request);
  else session.out.line(request, `Requested: transaction ${printable(request.transaction_id)}`);
  noteNextStep(session, request);
  if (options.watch !== true) return;
  const read = async () => onlyOne(await client.instances.findActivated({ ...wanted, requestedAt }, session.call));
  await watchInstance(session, read, options);
}

function noteNextStep({ out }: Session, { amount, form_url }: ActivationRequest): void {
  const fee = amount ? ` of ${displayDinars(amount)}` : '';
  if (form_url) out.note(`\nNext: pay the fee${fee} in your browser: ${printable(form_url)}`);
  else out.note(`\nA MyTPE officer now checks the proof of the fee${fee}. Then: mytpe instances list`);
}

/**
 * Returns the only instance found, or `null`. @throws CliError if there are several, because only the user can decide.
 */
function onlyOne<T extends { readonly id: string }>(found: readonly T[]): T | null {
  if (found.length <= 1) return found[0] ?? null;
  const ids = found.map(({ id }) => printable(id)).join(', ');
  throw new CliError('failed', `several instances match the request: ${ids}`, 'mytpe instances show <id>');
}
