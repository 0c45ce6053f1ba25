import type { Link, V2Link } from '@mytpe-pay/client';
import { formatMoney } from '@mytpe-pay/contract/money';

import { printable } from '../../terminal/display.ts';

/** Returns `true` if the link ended permanently, without an action of the merchant. */
export function hasEnded({ status }: Link): boolean {
  return status === 'exhausted' || status === 'expired';
}

/**
 * Returns the command that creates and publishes a new link with the same terms. The user must fill in a time window.
 */
export function newLinkCommand(link: Link): string {
  const isOpen = link.amount_mode === 'open';
  const payers = link.allowed_payers ?? [];
  return commandOf([
    ['--instance', link.payment_instance_id],
    ['--title', link.title],
    isOpen ? '--open' : ['--amount', money(link.amount)],
    ['--min', money(link.min_amount)],
    ['--max', money(link.max_amount)],
    ['--usage', link.usage_mode],
    ['--uses', link.max_uses],
    ['--target', money(link.target_amount)],
    ...payers.map((payer) => ['--payer', payer] as const),
    ['--form', link.form_id],
    ...(link.usage_mode === 'time_window' ? ['--from …', '--until …'] : []),
  ]);
}

/** Returns the command for a v2 link that ended: it reopens a `limited` link, and creates a new link otherwise. */
export function nextV2LinkCommand(link: V2Link): string {
  const { id, status, payment_mode, max_payments, inactivity_timeout_minutes: minutes } = link;
  if (status === 'closed' && payment_mode === 'limited')
    return `mytpe links update ${printable(id)} --uses ${(max_payments ?? 0) + 1}`;
  return commandOf([
    ['--instance', link.mytpe_pay_id],
    ['--title', link.title],
    link.pricing === 'OPEN' ? '--open' : ['--amount', money(link.amount)],
    ['--usage', payment_mode],
    ['--uses', max_payments],
    ['--inactivity', minutes && `${minutes}m`],
  ]);
}

type Value = string | number | null | undefined;

/**
 * Builds a command from options: a flag without a value as a string, or a flag with its value. Omits options whose
 * value is absent.
 */
function commandOf(options: readonly (string | readonly [flag: string, value: Value])[]): string {
  const words = options.flatMap((option) => {
    if (typeof option === 'string') return [option];
    const [flag, value] = option;
    return value ? [flag, shellWord(printable(String(value)))] : [];
  });
  return ['mytpe links create', ...words, '--publish'].join(' ');
}

function money(centimes: number | null | undefined): string | undefined {
  return centimes ? formatMoney(centimes) : undefined;
}

/** Quotes a value for a POSIX shell if necessary. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
