import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';

import type { WebhookDelivery, WebhookRefusal } from '@mytpe-pay/client';
import { Command } from 'commander';

import { CliError, usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import { collect } from '../../input/arguments.ts';
import { parseMoment } from '../../input/moment.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { type CapturedRequest, parseCapturedRequest } from './captured-request.ts';
import { webhookSecrets } from './webhook-secrets.ts';

const MAX_BYTES = 5 * 1024 * 1024;

interface VerifyOptions {
  readonly header?: string[];
  readonly received?: Date;
}

export function verifyCommand(act: Act): Command {
  return new Command('verify')
    .description('check the signature of a captured delivery, and say why it fails; needs MYTPE_WEBHOOK_SECRET')
    .argument('[file]', 'headers, an empty line, then the body byte for byte; - or nothing reads stdin')
    .option('--header <name: value>', 'header that is not in the file; may be repeated', collect)
    .option('--received <moment>', 'when it came in, Algiers time (default: now)', parseMoment)
    .action(
      act<VerifyOptions>(async (session, { header = [], received }, file = '-') => {
        const secrets = webhookSecrets(session);
        const captured = parseCapturedRequest(await readInput(session, file), header);
        const clock = received === undefined ? session.surroundings.clock : () => received.getTime();
        const { event, deliveryId, disagreements } = await verified(captured, { secrets, clock });
        const text = `Good: ${printable(event ?? 'an event without a name')}, delivery ${printable(deliveryId ?? 'without an id')}.`;
        await session.out.result({ valid: true, event, delivery_id: deliveryId, disagreements }, text);
      }),
    );
}

/** @throws CliError `failed` that says why it is not MyTPE's. */
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

async function readInput({ surroundings: { stdin } }: Session, file: string): Promise<Buffer> {
  if (file === '-' && stdin.isTTY === true)
    throw usageError('there is nothing to verify', 'Name a file, or pipe it in.');
  const bytes = file === '-' ? await buffer(stdin) : readNamed(file);
  if (bytes.length <= MAX_BYTES) return bytes;
  throw usageError(`${file} has more than 5 MiB, which no delivery has`, 'Is it the right file?');
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
    return 'If it was captured earlier, say when with --received; else compare the clocks: mytpe doctor.';
  }
  if (reason === 'signature_mismatch') {
    return 'Either another secret signed it, or the body is not byte for byte what was received (parsed and written again?).';
  }
  return 'Capture the delivery with all its headers as they came.';
}
