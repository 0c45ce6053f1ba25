import type { Model } from '../model.ts';
import type { LinkView } from '../views.ts';
import type { Kit } from './kit.ts';
import { shownMoment } from './moment.ts';

/** When the payment was seen, as the receipt (a JWT) says. */
function seenAt(receipt: string): string | undefined {
  try {
    const claims = receipt.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    return (JSON.parse(atob(claims)) as { paid_seen_at?: string }).paid_seen_at;
  } catch {
    return undefined;
  }
}

/**
 * The receipt as a text file that people can read, with the signed statement for whoever wants to verify it below: an
 * address that a link can download, so that no page's policy is in the way.
 */
export function receiptAddress(
  { parseMoney, displayNumber }: Kit,
  { receipt, url, reference, amount, currency }: LinkView,
  { offer, strings, language }: Model,
): string {
  const seen = seenAt(receipt!);
  const lines = [
    strings!.paid,
    offer!.title,
    amount && `${displayNumber(parseMoney(amount)!, language)} ${currency}`,
    seen && shownMoment(seen, language),
    reference && `${strings!.reference} ${reference}`,
    url,
    '',
    receipt,
  ];
  // The mark in front tells old editors that this is UTF-8.
  const text = `\ufeff${lines.filter((line) => line === '' || line).join('\r\n')}\r\n`;
  return `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
}
