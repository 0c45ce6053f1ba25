import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';

import type { WebhookDelivery, WebhookRefusal } from '@mytpe-pay/client';
import { Command } from 'commander';

import { collect, parseMoment } from '../../arguments.ts';
import { CliError, usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import { readVariable } from '../../settings/credentials.ts';
import { printable } from '../../terminal/display.ts';
import { type CapturedRequest, parseCapturedRequest } from './captured-request.ts';

/** Returns the accepted signing secrets. @throws CliError if there is none. */
export function webhookSecrets({ context: { env } }: Session): string[] {
  const text = readVariable(env, 'MYTPE_WEBHOOK_SECRET') ?? '';
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.every((secret) => secret !== '')) return secrets;
  const next =
    'Set MYTPE_WEBHOOK_SECRET or MYTPE_WEBHOOK_SECRET_FILE. While you replace a secret, set both, separated by a comma.';
  throw new CliError('credentials', 'the signing secret is missing', next);
}

const MAX_BYTES = 5 * 1024 * 1024;

interface VerifyOptions {
  readonly header?: string[];
  readonly received?: Date;
}

export function verifyCommand(act: Act): Command {
  return new Command('verify')
    .description('verify the signature of a captured delivery, and explain a failure; needs MYTPE_WEBHOOK_SECRET')
    .argument('[file]', 'file with headers, an empty line and the raw body (default: -, which reads stdin)')
    .option('--header <name: value>', 'additional header; may be repeated', collect)
    .option('--received <moment>', 'time of receipt, Algiers time (default: now)', parseMoment)
    .action(
      act<VerifyOptions>(async (session, { header = [], received }, file = '-') => {
        const secrets = webhookSecrets(session);
        const captured = parseCapturedRequest(await readInput(session, file), header);
        const clock = received === undefined ? session.context.clock : () => received.getTime();
        const { event, deliveryId, disagreements } = await verified(captured, { secrets, clock });
        const text = `Valid: ${printable(event ?? 'unnamed event')}, delivery ${printable(deliveryId ?? 'without an id')}.`;
        await session.out.result({ valid: true, event, delivery_id: deliveryId, disagreements }, text);
      }),
    );
}

/** Verifies a delivery. @throws CliError `failed` with the reason for a refusal. */
async function verified(
  { headers, body }: CapturedRequest,
  options: { secrets: string[]; clock: () => number },
): Promise<WebhookDelivery> {
  const { WebhookSignatureError, createWebhookVerifier } = await import('@mytpe-pay/client');
  const verifier = createWebhookVerifier(options);
  try {
    return verifier.verify(body, headers);
  } catch (error) {
    if (!(error instanceof WebhookSignatureError)) throw error;
    const message = `the delivery is refused (${error.reason}): ${printable(error.message)}`;
    throw new CliError('failed', message, advice(error.reason), error);
  }
}

async function readInput({ context: { stdin } }: Session, file: string): Promise<Buffer> {
  if (file === '-' && stdin.isTTY === true)
    throw usageError('there is nothing to verify', 'Pass a file, or pipe the delivery to stdin.');
  const bytes = file === '-' ? await buffer(stdin) : readNamed(file);
  if (bytes.length <= MAX_BYTES) return bytes;
  throw usageError(`${file} has more than 5 MiB, but no delivery is that large`, 'Check that it is the right file.');
}

function readNamed(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw usageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, 'Check the path.');
  }
}

function advice(reason: WebhookRefusal): string {
  if (reason === 'too_old' || reason === 'in_future') {
    return 'If the delivery was captured earlier, set the time with --received. Otherwise compare the clocks: mytpe doctor.';
  }
  if (reason === 'signature_mismatch') {
    return 'The delivery was signed with another secret, or the body is not the raw body (for example parsed and serialized again).';
  }
  return 'Capture the delivery with all its original headers.';
}
