import type { OfferAmount } from '../api/types.ts';
import { type Warning, warning } from './messages.ts';

/** The centimes of an amount in an attribute: `1500`, `1500.5`, `1500.50`. */
function centimes(text: string): number | null {
  const [, dinars, rest = ''] = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return dinars === undefined ? null : Number(dinars + rest.padEnd(2, '0'));
}

const plain = (dinars: string): string => dinars.replace(/\.00$/, '');

/** Warnings about an amount in the markup that the offer does not accept. */
export function wrongAmount(text: string, amount: OfferAmount): Warning[] {
  if (amount.mode === 'fixed')
    return centimes(text) === centimes(amount.value) ? [] : [warning('amount_fixed', text, plain(amount.value))];
  if (amount.entry === 'hosted') return [warning('amount_hosted', text)];
  const value = centimes(text);
  if (value === null) return [warning('amount_invalid', text)];
  const { min, max, step } = amount;
  const isTaken =
    value > 0 &&
    (min === null || value >= centimes(min)!) &&
    (max === null || value <= centimes(max)!) &&
    value % (centimes(step) ?? 1) === 0;
  return isTaken ? [] : [warning('amount_out_of_range', text, taken(min, max, step))];
}

/** The accepted amounts, such as `200 to 50000 DA in steps of 50 DA`. */
function taken(min: string | null, max: string | null, step: string): string {
  const bounds =
    min && max
      ? `${plain(min)} to ${plain(max)} DA`
      : min
        ? `${plain(min)} DA or more`
        : max
          ? `up to ${plain(max)} DA`
          : 'any amount';
  return step === '0.01' ? bounds : `${bounds} in steps of ${plain(step)} DA`;
}
