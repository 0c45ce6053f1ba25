import { type Language, displayAmount, displayNumber } from '@mytpe-pay/contract/money';

import { type Offer, textIn } from '../catalog/offer.ts';
import { MESSAGES, isolatedAmount } from '../messages/detail.ts';
import { type Html, html } from './html.ts';

export interface PayPageFacts {
  readonly offer: Offer;
  readonly language: Language;
  readonly sandbox: boolean;
  /** The form's one-time key. */
  readonly key: string;
  /** What the amount field holds: as asked, or as typed before. */
  readonly typed: string;
  /** Why what was typed cannot be paid. */
  readonly error: string | null;
}

/** A page with the amount and one button: the payer's way without JavaScript. */
export function payPage(facts: PayPageFacts): Html {
  const { offer, language, sandbox, key, error } = facts;
  const { pay } = MESSAGES[language];
  const typedHere = offer.amount.mode === 'open' && offer.amount.entry === 'button';
  return html`<main>
    ${sandbox && testBadge(language)}
    <h1>${textIn(offer.title, language)}</h1>
    ${offer.description && html`<p>${textIn(offer.description, language)}</p>`}
    <form method="post" action="?lang=${language}">
      <input type="hidden" name="key" value="${key}" />
      ${typedHere ? amountField(facts) : amountLine(facts)}
      ${!typedHere && error !== null && html`<p class="error" role="alert">${error}</p>`}
      <button>${pay.button}</button>
    </form>
    <p class="next">${offer.amount.mode === 'open' && !typedHere ? pay.nextHosted : pay.next}</p>
  </main>`;
}

function amountLine({ offer, language }: PayPageFacts): Html {
  if (offer.amount.mode === 'fixed')
    return html`<p class="price"><bdi>${displayAmount(offer.amount.value, language)}</bdi></p>`;
  return html`<p>${boundsText(offer, language)}</p>`;
}

function amountField({ offer, language, typed, error }: PayPageFacts): Html {
  const { pay } = MESSAGES[language];
  return html`<label for="amount">${pay.amount}</label>
    <div class="field">
      <input
        id="amount"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="64"
        required
        value="${typed}"
        aria-describedby="bounds${error !== null && ' reason'}"
        ${error !== null && html`aria-invalid="true" autofocus`}
      /><span>${language === 'ar' ? 'د.ج' : 'DA'}</span>
    </div>
    <p class="hint" id="bounds">${boundsText(offer, language)}</p>
    ${error !== null && html`<p class="error" id="reason" role="alert">${error}</p>`}`;
}

function boundsText(offer: Offer, language: Language): string {
  if (offer.amount.mode !== 'open') return '';
  const { pay } = MESSAGES[language];
  const { min, max, step } = offer.amount;
  const bounds =
    min !== null && max !== null ? pay.between : min !== null ? pay.atLeast : max !== null ? pay.atMost : '';
  const text = bounds
    .replace('{min}', () => isolatedAmount(min ?? 0, language))
    .replace('{max}', () => isolatedAmount(max ?? 0, language));
  const steps = step > 100 ? pay.step.replace('{step}', () => isolatedAmount(step, language)) : '';
  return [text, steps].filter(Boolean).join(language === 'ar' ? '، ' : ', ');
}

/** What an asked amount looks like in the field. */
export function amountInField(centimes: number, language: Language): string {
  return displayNumber(centimes, language);
}

/** A page that says why not, and what to do. */
export function sorryPage(language: Language, sandbox: boolean, reason: string, retryHref: string | null): Html {
  const { pay } = MESSAGES[language];
  return html`<main>
    ${sandbox && testBadge(language)}
    <h1>${pay.sorry}</h1>
    <p>${reason}</p>
    ${retryHref !== null && html`<a class="action" href="${retryHref}">${pay.retry}</a>`}
  </main>`;
}

function testBadge(language: Language): Html {
  return html`<p class="test">${MESSAGES[language].pay.test}</p>`;
}
