import type { Document } from '../http.ts';
import { type Html, html } from '../html.ts';
import type { NotPayableReason } from '../model/payability.ts';
import type { Payment } from '../model/records.ts';
import type { Checkout } from '../payments/checkout.ts';
import { amountLine } from './form-page.ts';
import { type Visit, addressOf, framePage } from './frame.ts';
import { displayTime, STRINGS } from './strings/language.ts';
import type { Strings } from './strings/strings.ts';

const MARKS = {
  paid: { sign: '✓', tone: '' },
  processing: { sign: '…', tone: ' wait' },
  refused: { sign: '✕', tone: ' bad' },
  failed: { sign: '✕', tone: ' bad' },
} as const;

/** Creates the result page of one payment. Reloading it shows the same result and pays nothing. */
export function createResultPage(checkout: Checkout, visit: Visit, payment: Payment): Document {
  const strings = STRINGS[visit.language];
  const { sign, tone } = MARKS[payment.status];
  const heading = strings[payment.status];
  const content = html`<section data-testid="result" data-result="${payment.status}">
    <div class="mark${tone}" aria-hidden="true">${sign}</div>
    <h1>${heading}</h1>
    <p class="note">${noteOf(payment, strings)}</p>
    ${payment.status === 'processing' && html`<p class="note">${strings.processingAdvice}</p>`} ${titleLine(checkout)}
    ${amountLine(payment.amount, visit.language)} ${paymentDetails(payment, visit, strings)}
    ${nextAction(checkout, visit, payment, strings)}
  </section>`;
  return framePage(visit, checkout.merchant, heading, content);
}

function noteOf({ status, reason }: Payment, strings: Strings): string {
  if (status === 'processing') return strings.processingNote;
  return reason === null ? strings.paidNote : strings.refusals[reason];
}

function paymentDetails(payment: Payment, visit: Visit, strings: Strings): Html {
  return html`<dl>
    <div>
      <dt>${strings.transaction}</dt>
      <dd><code data-testid="transaction">${payment.order?.number ?? payment.id}</code></dd>
    </div>
    <div>
      <dt>${strings.date}</dt>
      <dd><time datetime="${payment.created_at}">${displayTime(payment.created_at, visit.language)}</time></dd>
    </div>
  </dl>`;
}

/** The next link or button. None after a payment, and none if the merchant disabled retries. */
function nextAction({ showsRetry }: Checkout, visit: Visit, { id, status }: Payment, strings: Strings): Html | null {
  const again = addressOf(visit.slug, visit.language, `again=${id}`);
  if (status === 'processing') {
    const here = addressOf(visit.slug, visit.language, visit.search);
    return html`<a class="action" data-testid="check-again" href="${here}">${strings.checkAgain}</a>
      <a class="action quiet" data-testid="back" href="${addressOf(visit.slug, visit.language)}">${strings.back}</a>`;
  }
  if (status === 'paid' || !showsRetry) return null;
  return html`<a class="action" data-testid="retry" href="${again}">${strings.retry}</a>`;
}

/** Creates the page with the reason why the link cannot be paid, or that the link does not exist. */
export function createNotPayablePage(
  checkout: Checkout | null,
  visit: Visit,
  reason: NotPayableReason | 'unknown',
): Document {
  const strings = STRINGS[visit.language];
  const opens = checkout?.opensAt ?? null;
  const content = html`<section data-testid="not-payable" data-reason="${reason}">
    <div class="mark bad" aria-hidden="true">!</div>
    <h1>${strings.notPayable}</h1>
    <p class="note">
      ${strings.reasons[reason]}${opens !== null && ` ${strings.opensAt(displayTime(opens, visit.language))}`}
    </p>
    ${checkout !== null && titleLine(checkout)}
  </section>`;
  return framePage(visit, checkout?.merchant ?? null, strings.notPayable, content);
}

function titleLine({ title }: Checkout): Html {
  return html`<p class="what" data-testid="title" dir="auto">${title}</p>`;
}
