import { type Centimes, parseTypedAmount } from '@mytpe-pay/contract/money';
import { InvalidArgumentError } from 'commander';

import { displayDinars } from '../terminal/display.ts';

/**
 * Dinars as a person types them, as centimes: `4500`, `4 500,50`, `4500.50`, `٤٥٠٠`. One mark before three digits
 * (`4.500`) is 4500 to some and 4.50 to others: refused, because here it is money.
 */
export function parseAmount(text: string): Centimes {
  const readings = [parseTypedAmount(text, 'fr'), parseTypedAmount(text, 'en')];
  const [first, second] = readings;
  if (first === undefined || second === undefined || first === 0 || second === 0) {
    throw new InvalidArgumentError('It must be an amount in dinars above 0, like 4500 or "4 500,50".');
  }
  if (first === second) return first;
  const both = `${displayDinars(first)} or ${displayDinars(second)}`;
  throw new InvalidArgumentError(`It can be read as ${both}: write it without a thousands mark.`);
}
