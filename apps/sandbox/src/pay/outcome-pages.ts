import type { Document } from '../document.ts';
import { type Html, html } from '../html.ts';
import type { NotPayableReason } from '../model/payability.ts';
import type { Payment } from '../model/records.ts';
import type { Checkout } from '../payments/checkout.ts';
import { amountLine } from './form-page.ts';
import { type Visit, addressOf, framePage } from './frame.ts';
import { WORDS } from './words/index.ts';
import { displayTime } from './words/language.ts';
import type { Words } from './words/words.ts';

const MARKS = {
  paid: { sign: '✓', tone: '' },
  processing: { sign: '…', tone: ' wait' },
  refused: { sign: '✕', tone: ' bad' },
  failed: { sign: '✕', tone: ' bad' },
} as const;

/** What became of one payment: reloading it shows it again and pays nothing. */
export function createResultPage(checkout: Checkout, visit: Visit, payment: Payment): Document {
  const words = WORDS[visit.language];
  const { sign, tone } = MARKS[payment.status];
  const heading = words[payment.status];
  const content = html`<section data-testid="result" data-result="${payment.status}">
    <div class="mark${tone}" aria-hidden="true">${sign}</div>
    <h1>${heading}</h1>
    <p class="note">${noteOf(payment, words)}</p>
    ${payment.status === 'processing' && html`<p class="note">${words.processingAdvice}</p>`} ${titleLine(checkout)}
    ${amountLine(payment.amount, visit.language)} ${particulars(payment, visit, words)}
    ${wayOn(checkout, visit, payment, words)}
  </section>`;
  return framePage(visit, checkout.merchant, heading, content);
}

function noteOf({ status, reason }: Payment, words: Words): string {
  if (status === 'processing') return words.processingNote;
  return reason === null ? words.paidNote : words.refusals[reason];
}

function particulars(payment: Payment, visit: Visit, words: Words): Html {
  return html`<dl>
    <div>
      <dt>${words.transaction}</dt>
      <dd><code data-testid="transaction">${payment.order?.number ?? payment.id}</code></dd>
    </div>
    <div>
      <dt>${words.date}</dt>
      <dd><time datetime="${payment.created_at}">${displayTime(payment.created_at, visit.language)}</time></dd>
    </div>
  </dl>`;
}

/** Where to go from here: nowhere once paid, and nowhere where the merchant wants no other try. */
function wayOn({ showsRetry }: Checkout, visit: Visit, { id, status }: Payment, words: Words): Html | null {
  const again = addressOf(visit.slug, visit.language, `again=${id}`);
  if (status === 'processing') {
    const here = addressOf(visit.slug, visit.language, visit.search);
    return html`<a class="action" data-testid="check-again" href="${here}">${words.checkAgain}</a>
      <a class="action quiet" data-testid="back" href="${addressOf(visit.slug, visit.language)}">${words.back}</a>`;
  }
  if (status === 'paid' || !showsRetry) return null;
  return html`<a class="action" data-testid="retry" href="${again}">${words.retry}</a>`;
}

/** Why nothing can be paid here; without a link, that there is none at this address. */
export function createNotPayablePage(
  checkout: Checkout | null,
  visit: Visit,
  reason: NotPayableReason | 'unknown',
): Document {
  const words = WORDS[visit.language];
  const opens = checkout?.opensAt ?? null;
  const content = html`<section data-testid="not-payable" data-reason="${reason}">
    <div class="mark bad" aria-hidden="true">!</div>
    <h1>${words.notPayable}</h1>
    <p class="note">
      ${words.reasons[reason]}${opens !== null && ` ${words.opensAt(displayTime(opens, visit.language))}`}
    </p>
    ${checkout !== null && titleLine(checkout)}
  </section>`;
  return framePage(visit, checkout?.merchant ?? null, words.notPayable, content);
}

function titleLine({ title }: Checkout): Html {
  return html`<p class="what" data-testid="title" dir="auto">${title}</p>`;
}
