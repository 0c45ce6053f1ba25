import type { Document } from '../http.ts';
import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import { CARD_OUTCOMES, TEST_CARDS } from '../model/test-cards.ts';
import type { Checkout } from '../payments/checkout.ts';
import { choice, grouped, textField } from './fields.ts';
import { type FormState, OWN_FIELDS, type OwnField } from './form-state.ts';
import { type Visit, addressOf, framePage } from './frame.ts';
import { type Issue, answerIssues, questionFields } from './question-fields.ts';
import { displayAmount, type Language, STRINGS } from './strings/language.ts';
import type { Strings } from './strings/strings.ts';

/** Creates the page on which a payable link is paid. */
export function createFormPage(checkout: Checkout, visit: Visit, state: FormState): Document {
  const { language } = visit;
  const strings = STRINGS[language];
  const issues = issuesOf(checkout, state, strings);
  const content = html`${issues.length > 0 && errorSummary(issues, strings)}
    ${checkout.logo !== null && html`<img class="logo" src="${checkout.logo}" alt="" />`}
    <h1 data-testid="title" dir="auto">${checkout.title}</h1>
    ${checkout.description !== null && html`<p class="description" dir="auto">${checkout.description}</p>`}
    ${checkout.amount !== null && amountLine(checkout.amount, language)}
    <form method="post" action="${addressOf(visit.slug, language)}" novalidate>
      <input type="hidden" name="attempt" value="${state.attempt}" />
      ${checkout.amount === null && amountField(checkout, language, state)}
      ${checkout.allowedPayers !== null && payerField(strings, state)}
      ${checkout.customer !== 'not_asked' && customerFields(checkout, strings, state)}
      ${questionFields(checkout.form, state, strings)} ${cardField(strings, state)}
      <button data-testid="pay">
        ${strings.pay}${checkout.amount !== null && html` <bdi>${shown(checkout.amount, language)}</bdi>`}
      </button>
    </form>`;
  const title = issues.length > 0 ? `${strings.summary} · ${checkout.title}` : checkout.title;
  return framePage(visit, checkout.merchant, title, content);
}

/** The amount in the reader’s language. `data-amount` has the API’s format. */
export function amountLine(amount: number, language: Language): Html {
  const exact = formatCentimes(amount);
  return html`<p class="total">
    <bdi data-testid="amount" data-amount="${exact}">${displayAmount(exact, language)}</bdi>
  </p>`;
}

/** All problems in the order of the page: the page’s fields, the merchant’s questions, the card. */
function issuesOf({ form }: Checkout, state: FormState, strings: Strings): Issue[] {
  const own = (field: OwnField): Issue[] => {
    const text = problemOf(field, state, strings);
    return text === null ? [] : [{ id: field, sentence: html`${text}` }];
  };
  const fields = OWN_FIELDS.filter((field) => field !== 'card');
  return [...fields.flatMap(own), ...answerIssues(form, state, strings), ...own('card')];
}

/** The list of problems. It takes the focus when the page loads and links to each field. */
function errorSummary(issues: readonly Issue[], strings: Strings): Html {
  return html`<div class="summary" role="alert" tabindex="-1" autofocus data-testid="summary">
    <h2>${strings.summary}</h2>
    <ul>
      ${issues.map(({ id, sentence }) => html`<li><a href="#${id}">${sentence}</a></li>`)}
    </ul>
  </div>`;
}

function problemOf(field: OwnField, { problems }: FormState, strings: Strings): string | null {
  const problem = problems.get(field);
  return problem === undefined ? null : strings.problems[problem];
}

function shown(amount: number, language: Language): string {
  return displayAmount(formatCentimes(amount), language);
}

function amountField(checkout: Checkout, language: Language, state: FormState): Html {
  const strings = STRINGS[language];
  const hint = boundsText(checkout, language);
  return textField(
    { id: 'amount', label: strings.amount, hint, problem: problemOf('amount', state, strings) },
    {
      name: 'amount',
      value: state.amount,
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
  const { between, from, upTo, free } = STRINGS[language].amountBounds;
  const bound = (amount: number): string => `\u2068${shown(amount, language)}\u2069`;
  if (min !== null && max !== null) return between(bound(min), bound(max));
  if (min !== null) return from(bound(min));
  return max === null ? free : upTo(bound(max));
}

function payerField(strings: Strings, state: FormState): Html {
  return textField(
    { id: 'payer', label: strings.payer, hint: strings.payerHint, problem: problemOf('payer', state, strings) },
    {
      name: 'payer',
      value: state.payer,
      autocomplete: 'email',
      maxLength: 254,
      direction: 'ltr',
      isRequired: true,
      testId: 'payer-input',
    },
  );
}

/** The fields for the payer’s details. If the link allows anonymous payers, a checkbox hides them. */
function customerFields({ customer }: Checkout, strings: Strings, state: FormState): Html {
  const { title, anonymous, ...labels } = strings.customer;
  const field = (name: 'name' | 'email' | 'phone', autocomplete: string, type: string): Html =>
    textField(
      { id: name, label: labels[name], problem: problemOf(name, state, strings) },
      {
        name,
        value: state[name],
        type,
        autocomplete,
        maxLength: 200,
        direction: name === 'name' ? 'auto' : 'ltr',
        isRequired: customer === 'required',
        testId: `${name}-input`,
      },
    );
  const box = { name: 'anonymous', value: '1', isTicked: state.anonymous, testId: 'anonymous' };
  return html`<section class="group customer">
    <h2>${title}</h2>
    ${customer === 'optional' && choice('checkbox', { id: 'anonymous', ...box }, html`<span>${anonymous}</span>`)}
    <div class="named">
      ${field('name', 'name', 'text')} ${field('email', 'email', 'email')} ${field('phone', 'tel', 'tel')}
    </div>
  </section>`;
}

function cardField(strings: Strings, state: FormState): Html {
  const choices = CARD_OUTCOMES.map((outcome, at) =>
    choice(
      'radio',
      {
        ...(at === 0 ? { id: 'card' } : {}),
        name: 'card',
        value: TEST_CARDS[outcome],
        isTicked: outcome === state.card,
        testId: `card-${outcome.replaceAll('_', '-')}`,
      },
      html`<span>${strings.cards[outcome]}</span><bdi dir="ltr">${TEST_CARDS[outcome]}</bdi>`,
    ),
  );
  const problem = problemOf('card', state, strings);
  return grouped({ id: 'card', label: strings.card, hint: strings.cardHint, problem }, html`${choices}`);
}
