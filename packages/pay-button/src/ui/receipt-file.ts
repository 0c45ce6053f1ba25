import { displayNumber, parseMoney } from '@mytpe-pay/contract/money';

import type { LinkView } from '../api/types.ts';
import type { ButtonController } from './button-controller.ts';
import { formatMoment } from './format.ts';

/**
 * The receipt as a readable text file, with the signed receipt (a JWT) at the end for verification. It is a `data:` URL,
 * which a link can download under any content security policy.
 */
export function receiptFile({ state, strings }: ButtonController, link: LinkView): string {
  const { receipt, url, reference, amount, currency } = link;
  const { language, offer } = state;
  const seen = paidSeenAt(receipt!);
  const lines = [
    strings.paid,
    offer!.title,
    amount && `${displayNumber(parseMoney(amount)!, language)} ${currency}`,
    seen && formatMoment(seen, language),
    reference && `${strings.reference} ${reference}`,
    url,
    '',
    receipt,
  ];
  // Old editors detect UTF-8 by the byte order mark.
  const text = `\ufeff${lines.filter((line) => line === '' || line).join('\r\n')}\r\n`;
  return `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
}

/** The time at which the backend detected the payment (ISO 8601), from the receipt's claims. */
function paidSeenAt(receipt: string): string | undefined {
  try {
    const claims = receipt.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    return (JSON.parse(atob(claims)) as { paid_seen_at?: string }).paid_seen_at;
  } catch {
    return undefined;
  }
}
