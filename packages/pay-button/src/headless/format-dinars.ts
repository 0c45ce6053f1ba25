import { type Language, displayAmount, parseMoney } from '@mytpe-pay/contract/money';

/**
 * An amount for people (`"1500.00"` → `1 500 DA`, `1.500 د.ج`), as the element writes it. Put it in a `<bdi>`, or Arabic will
 * turn it round. @throws RangeError when it is no dinars as text with two decimals.
 */
export function formatDinars(dinars: string, lang: 'ar' | 'fr' | 'en'): string {
  const value = parseMoney(dinars);
  if (value === undefined) throw new RangeError(`${dinars} is no amount in dinars`);
  return displayAmount(value, lang satisfies Language);
}
