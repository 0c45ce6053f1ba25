import type { Document } from '../document.ts';
import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import { CARD_OUTCOMES, TEST_CARDS } from '../model/test-cards.ts';
import type { Checkout } from '../payments/checkout.ts';
import { choice, grouped, textField } from './fields.ts';
import { type Filled, OWN_FIELDS, type OwnField } from './filled.ts';
import { type Visit, addressOf, framePage } from './frame.ts';
import { type Issue, answerIssues, questionFields } from './question-fields.ts';
import { WORDS } from './words/index.ts';
import { type Language, displayAmount } from './words/language.ts';
import type { Words } from './words/words.ts';

/** The page where a payable link is paid. */
export function createFormPage(checkout: Checkout, visit: Visit, filled: Filled): Document {
  const { language } = visit;
  const words = WORDS[language];
  const issues = issuesOf(checkout, filled, words);
  const content = html`${issues.length > 0 && errorSummary(issues, words)}
    ${checkout.logo !== null && html`<img class="logo" src="${checkout.logo}" alt="" />`}
    <h1 data-testid="title" dir="auto">${checkout.title}</h1>
    ${checkout.description !== null && html`<p class="description" dir="auto">${checkout.description}</p>`}
    ${checkout.amount !== null && amountLine(checkout.amount, language)}
    <form method="post" action="${addressOf(visit.slug, language)}" novalidate>
      <input type="hidden" name="attempt" value="${filled.attempt}" />
      ${checkout.amount === null && amountField(checkout, language, filled)}
      ${checkout.allowedPayers !== null && payerField(words, filled)}
      ${checkout.customer !== 'not_asked' && customerFields(checkout, words, filled)}
      ${questionFields(checkout.form, filled, words)} ${cardField(words, filled)}
      <button data-testid="pay">
        ${words.pay}${checkout.amount !== null && html` <bdi>${shown(checkout.amount, language)}</bdi>`}
      </button>
    </form>`;
  const title = issues.length > 0 ? `${words.summary} · ${checkout.title}` : checkout.title;
  return framePage(visit, checkout.merchant, title, content);
}

/** The amount as people read it, with the API's own spelling in `data-amount`. */
export function amountLine(amount: number, language: Language): Html {
  const exact = formatCentimes(amount);
  return html`<p class="total">
    <bdi data-testid="amount" data-amount="${exact}">${displayAmount(exact, language)}</bdi>
  </p>`;
}

/** Everything that is wrong, in the page's order: the payer's own fields, the merchant's questions, the card. */
function issuesOf({ form }: Checkout, filled: Filled, words: Words): Issue[] {
  const own = (field: OwnField): Issue[] => {
    const text = problemOf(field, filled, words);
    return text === null ? [] : [{ id: field, sentence: html`${text}` }];
  };
  const fields = OWN_FIELDS.filter((field) => field !== 'card');
  return [...fields.flatMap(own), ...answerIssues(form, filled, words), ...own('card')];
}

/** Takes the focus when the page arrives, and leads to each field in question. */
function errorSummary(issues: readonly Issue[], words: Words): Html {
  return html`<div class="summary" role="alert" tabindex="-1" autofocus data-testid="summary">
    <h2>${words.summary}</h2>
    <ul>
      ${issues.map(({ id, sentence }) => html`<li><a href="#${id}">${sentence}</a></li>`)}
    </ul>
  </div>`;
}

function problemOf(field: OwnField, { problems }: Filled, words: Words): string | null {
  const problem = problems.get(field);
  return problem === undefined ? null : words.problems[problem];
}

function shown(amount: number, language: Language): string {
  return displayAmount(formatCentimes(amount), language);
}

function amountField(checkout: Checkout, language: Language, filled: Filled): Html {
  const words = WORDS[language];
  const hint = boundsText(checkout, language);
  return textField(
    { id: 'amount', label: words.amount, hint, problem: problemOf('amount', filled, words) },
    {
      name: 'amount',
      value: filled.amount,
      inputMode: 'decimal',
      autocomplete: 'transaction-amount',
      maxLength: 40,
      direction: 'ltr',
      isRequired: true,
      testId: 'amount-input',
      unit: language === 'ar' ? 'د.ج' : 'DA',
    },
  );
}

function boundsText({ min, max }: Checkout, language: Language): string {
  const { between, from, upTo, free } = WORDS[language].amountBounds;
  const bound = (amount: number): string => `\u2068${shown(amount, language)}\u2069`;
  if (min !== null && max !== null) return between(bound(min), bound(max));
  if (min !== null) return from(bound(min));
  return max === null ? free : upTo(bound(max));
}

function payerField(words: Words, filled: Filled): Html {
  return textField(
    { id: 'payer', label: words.payer, hint: words.payerHint, problem: problemOf('payer', filled, words) },
    {
      name: 'payer',
      value: filled.payer,
      autocomplete: 'email',
      maxLength: 254,
      direction: 'ltr',
      isRequired: true,
      testId: 'payer-input',
    },
  );
}

/** Who pays. Where anonymity is allowed, ticking its box folds the rest away. */
function customerFields({ customer }: Checkout, words: Words, filled: Filled): Html {
  const { title, anonymous, ...labels } = words.customer;
  const field = (name: 'name' | 'email' | 'phone', autocomplete: string, type: string): Html =>
    textField(
      { id: name, label: labels[name], problem: problemOf(name, filled, words) },
      {
        name,
        value: filled[name],
        type,
        autocomplete,
        maxLength: 200,
        direction: name === 'name' ? 'auto' : 'ltr',
        isRequired: customer === 'required',
        testId: `${name}-input`,
      },
    );
  const box = { name: 'anonymous', value: '1', isTicked: filled.anonymous, testId: 'anonymous' };
  return html`<section class="group customer">
    <h2>${title}</h2>
    ${customer === 'optional' && choice('checkbox', { id: 'anonymous', ...box }, html`<span>${anonymous}</span>`)}
    <div class="named">
      ${field('name', 'name', 'text')} ${field('email', 'email', 'email')} ${field('phone', 'tel', 'tel')}
    </div>
  </section>`;
}

function cardField(words: Words, filled: Filled): Html {
  const choices = CARD_OUTCOMES.map((outcome, at) =>
    choice(
      'radio',
      {
        ...(at === 0 ? { id: 'card' } : {}),
        name: 'card',
        value: TEST_CARDS[outcome],
        isTicked: outcome === filled.card,
        testId: `card-${outcome.replaceAll('_', '-')}`,
      },
      html`<span>${words.cards[outcome]}</span><bdi dir="ltr">${TEST_CARDS[outcome]}</bdi>`,
    ),
  );
  const problem = problemOf('card', filled, words);
  return grouped({ id: 'card', label: words.card, hint: words.cardHint, problem }, html`${choices}`);
}
