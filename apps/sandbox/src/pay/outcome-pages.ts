import type { Document } from '../document.ts';
import { type Html, html } from '../html.ts';
import type { NotPayableReason } from '../model/payability.ts';
import type { Link, Payment } from '../model/records.ts';
import { amountLine } from './form-page.ts';
import { type Visit, addressOf, framePage } from './frame.ts';
import { displayTime } from './language.ts';
import { WORDS } from './words/index.ts';

/** What became of one payment: reloading it shows it again and pays nothing. */
export function createResultPage(link: Link, visit: Visit, payment: Payment): Document {
  const words = WORDS[visit.language];
  const paid = payment.status === 'paid';
  const heading = paid ? words.paid : words.refused;
  const note = payment.reason === null ? words.paidNote : words.refusals[payment.reason];
  const content = html`<section data-testid="result" data-result="${payment.status}">
    <div class="mark${!paid && ' bad'}" aria-hidden="true">${paid ? '✓' : '✕'}</div>
    <h1>${heading}</h1>
    <p class="note">${note}</p>
    ${titleLine(link)} ${amountLine(payment.amount, visit.language)}
    <dl>
      <div>
        <dt>${words.transaction}</dt>
        <dd><code data-testid="transaction">${payment.id}</code></dd>
      </div>
      <div>
        <dt>${words.date}</dt>
        <dd><time datetime="${payment.created_at}">${displayTime(payment.created_at, visit.language)}</time></dd>
      </div>
    </dl>
    ${!paid && html`<a class="action" data-testid="retry" href="${addressOf(visit.slug, visit.language)}">${words.retry}</a>`}
  </section>`;
  return framePage(visit, heading, content);
}

/** Why nothing can be paid here; without a link, that there is none at this address. */
export function createNotPayablePage(link: Link | null, visit: Visit, reason: NotPayableReason | 'unknown'): Document {
  const words = WORDS[visit.language];
  const opens = reason === 'not_started' ? (link?.starts_at ?? null) : null;
  const content = html`<section data-testid="not-payable" data-reason="${reason}">
    <div class="mark bad" aria-hidden="true">!</div>
    <h1>${words.notPayable}</h1>
    <p class="note">
      ${words.reasons[reason]}${opens !== null && ` ${words.opensAt(displayTime(opens, visit.language))}`}
    </p>
    ${link !== null && titleLine(link)}
  </section>`;
  return framePage(visit, words.notPayable, content);
}

function titleLine({ title }: Link): Html {
  return html`<p class="what" data-testid="title" dir="auto">${title}</p>`;
}
