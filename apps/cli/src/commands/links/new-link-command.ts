import type { Link, V2Link } from '@mytpe-pay/client';
import { formatMoney } from '@mytpe-pay/contract/money';

import { printable } from '../../terminal/printable.ts';

/** `true` if the link ended by itself: no action makes it payable again. */
export function hasEnded({ status }: Link): boolean {
  return status === 'exhausted' || status === 'expired';
}

/** The command that makes and publishes another link with these terms. The person fills in the times of a window. */
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

/** The command after a v2 link ended: it reopens a `limited` link, and makes another of any other. */
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

/** An option without a value as one text, else with its value. An absent value leaves the option out. */
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

/** One word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
