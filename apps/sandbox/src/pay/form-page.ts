import type { Document } from '../document.ts';
import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import type { Link } from '../model/records.ts';
import { CARD_OUTCOMES, type CardOutcome, TEST_CARDS } from '../model/test-cards.ts';
import { type Visit, addressOf, framePage } from './frame.ts';
import { type Language, displayAmount } from './language.ts';
import { WORDS } from './words/index.ts';
import type { FieldProblem, Words } from './words/words.ts';

/** The form as it stands: empty at first, or as the payer sent it together with what is wrong. */
export interface Filled {
  /** Names this form: sent twice, it pays once. */
  readonly attempt: string;
  readonly amount: string;
  readonly payer: string;
  readonly card: CardOutcome;
  readonly problem: FieldProblem | null;
}

/** The page where a payable link is paid. */
export function createFormPage(link: Link, visit: Visit, filled: Filled): Document {
  const { language } = visit;
  const words = WORDS[language];
  const content = html`<h1 data-testid="title" dir="auto">${link.title}</h1>
    ${link.description !== null && html`<p class="description" dir="auto">${link.description}</p>`}
    ${link.amount !== null && amountLine(link.amount, language)}
    <form method="post" action="${addressOf(visit.slug, language)}" novalidate>
      <input type="hidden" name="attempt" value="${filled.attempt}" />
      ${link.amount_mode === 'open' && amountField(link, language, filled)}
      ${link.usage_mode === 'whitelist' && payerField(words, filled)}
      ${link.form_id !== null && html`<p class="hint">${words.formNote}</p>`} ${cardField(words, filled)}
      <button data-testid="pay">
        ${words.pay}${link.amount !== null && html` <bdi>${shown(link.amount, language)}</bdi>`}
      </button>
    </form>`;
  return framePage(visit, link.title, content);
}

/** The amount as people read it, with the API's own spelling in `data-amount`. */
export function amountLine(amount: number, language: Language): Html {
  const exact = formatCentimes(amount);
  return html`<p class="total">
    <bdi data-testid="amount" data-amount="${exact}">${displayAmount(exact, language)}</bdi>
  </p>`;
}

function shown(amount: number, language: Language): string {
  return displayAmount(formatCentimes(amount), language);
}

function amountField(link: Link, language: Language, { amount, problem }: Filled): Html {
  const words = WORDS[language];
  return html`<div>
    <label class="name" for="amount">${words.amount}</label>
    <p class="hint" id="amount-hint">${boundsText(link, language)}</p>
    <div class="entry money">
      <input
        id="amount"
        name="amount"
        data-testid="amount-input"
        inputmode="decimal"
        autocomplete="transaction-amount"
        maxlength="40"
        dir="ltr"
        value="${amount}"
        ${describedBy('amount', problem)}
      /><span aria-hidden="true">${language === 'ar' ? 'د.ج' : 'DA'}</span>
    </div>
    ${problemLine('amount', problem, words)}
  </div>`;
}

function boundsText({ min_amount: min, max_amount: max }: Link, language: Language): string {
  const { between, from, upTo, free } = WORDS[language].amountBounds;
  const bound = (amount: number): string => `\u2068${shown(amount, language)}\u2069`;
  if (min !== null && max !== null) return between(bound(min), bound(max));
  if (min !== null) return from(bound(min));
  return max === null ? free : upTo(bound(max));
}

function payerField(words: Words, { payer, problem }: Filled): Html {
  return html`<div>
    <label class="name" for="payer">${words.payer}</label>
    <p class="hint" id="payer-hint">${words.payerHint}</p>
    <div class="entry">
      <input
        id="payer"
        name="payer"
        data-testid="payer-input"
        autocomplete="email"
        maxlength="254"
        dir="ltr"
        value="${payer}"
        ${describedBy('payer', problem)}
      />
    </div>
    ${problemLine('payer', problem, words)}
  </div>`;
}

function cardField(words: Words, { card, problem }: Filled): Html {
  const choices = CARD_OUTCOMES.map(
    (outcome) =>
      html`<label class="card"
        ><input
          type="radio"
          name="card"
          value="${TEST_CARDS[outcome]}"
          data-testid="card-${outcome.replaceAll('_', '-')}"
          ${outcome === card && html` checked`}
        /><span>${words.cards[outcome]}</span><bdi dir="ltr">${TEST_CARDS[outcome]}</bdi></label
      >`,
  );
  return html`<fieldset>
    <legend>${words.card}</legend>
    <p class="hint">${words.cardHint}</p>
    ${choices} ${problemLine('card', problem, words)}
  </fieldset>`;
}

function describedBy(field: string, problem: FieldProblem | null): Html {
  if (!concerns(field, problem)) return html`aria-describedby="${field}-hint"`;
  return html`aria-invalid="true" aria-describedby="${field}-problem ${field}-hint" autofocus`;
}

function problemLine(field: string, problem: FieldProblem | null, words: Words): Html | null {
  if (problem === null || !concerns(field, problem)) return null;
  return html`<p class="problem" id="${field}-problem" data-testid="${field}-problem" role="alert">
    ${words.problems[problem]}
  </p>`;
}

function concerns(field: string, problem: FieldProblem | null): boolean {
  return problem?.startsWith(`${field}_`) ?? false;
}
