import type { ExtClient, Instance } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { displayDinars, printable } from '../../terminal/display.ts';
import { isChargeable, whyNotChargeable } from './chargeable-instance.ts';

/** The fee of each request in MyTPE's reference. */
const FEE = displayDinars(300_000);

/**
 * The warning before each request. MyTPE has no list of requests, so the tool cannot detect a request with an unpaid
 * fee.
 */
export const FEE_WARNING =
  `MyTPE charges a fee of ${FEE} for each request, and lists a request only after its fee is paid. ` +
  'If you already sent a request, pay its fee instead.';

/** `true` while MyTPE processes the activation: the fee is settled and the license is not decided. */
export function isActivationOpen({ acceptance_status }: Instance): boolean {
  return acceptance_status !== 'ready' && acceptance_status !== 'rejected';
}

/**
 * Asks before a request causes a fee. If an activation is already open, or an instance has the same title, `--yes` is
 * not enough: only `--second-fee` skips the question.
 * @throws CliError if the user declines, or without a terminal.
 */
export async function confirmFee(
  session: Session,
  client: ExtClient,
  { title, secondFee = false }: { readonly title: string; readonly secondFee?: boolean },
): Promise<void> {
  const instances = await Array.fromAsync(client.instances.listAll({}, session.call));
  const earlier =
    instances.find(isActivationOpen) ?? instances.find((instance) => instance.title?.trim() === title.trim());
  const name = printable(title);
  if (earlier === undefined) {
    const isGiven = secondFee || session.options.yes === true;
    return session.confirm(`${FEE_WARNING} Request the instance "${name}"?`, { flag: '--yes', isGiven });
  }
  const isOpen = isActivationOpen(earlier);
  const state = isChargeable(earlier) ? 'it takes payments' : whyNotChargeable(earlier);
  const found = `"${printable(earlier.title ?? '')}" (${printable(earlier.id)}), ${state}`;
  const problem = isOpen
    ? `an activation is already open: ${found}`
    : `an instance with this title already exists: ${found}`;
  const question = `${problem}. Request "${name}" as well, for a second fee of ${FEE}?`;
  await session.confirm(question, { flag: '--second-fee', isGiven: secondFee });
}
