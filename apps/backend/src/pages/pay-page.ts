import { CURRENCY_LABELS, type Language, displayAmount, formatMoney } from '@mytpe-pay/contract/money';

import { type Offer, type OfferAmountTerms, textIn } from '../domain/offer.ts';
import { MESSAGES, isolatedAmount } from '../i18n/messages.ts';
import { type Html, html } from '../lib/html.ts';
import { languageLinks, testBadge } from './page.ts';

/** The content of the pay page. */
export interface PayPageOptions {
  readonly offer: Offer;
  readonly language: Language;
  readonly sandbox: boolean;
  /** The form's one-time key. */
  readonly key: string;
  /** The token of a signed offer. The page is then the response to a form, and no link leads back to it. */
  readonly token: string | null;
  /** The text of the amount field: from `?amount=`, or as typed before. */
  readonly typed: string;
  /** The reason why the amount was refused, shown next to the field. */
  readonly error: string | null;
  /** The reason why the submission failed for another cause, shown above the button, which retries. */
  readonly notice: string | null;
}

type OpenAmount = Extract<OfferAmountTerms, { mode: 'open' }>;

/** `true` if the payer types the amount on this page. Otherwise it is fixed, or typed on MyTPE's page. */
export function isTypedHere(amount: OfferAmountTerms): amount is OpenAmount {
  return amount.mode === 'open' && amount.entry === 'button';
}

/** Renders the pay page for browsers without JavaScript: the amount and one button. */
export function payPage(options: PayPageOptions): Html {
  const { offer, language, sandbox, key, typed, token, notice } = options;
  const { pay } = MESSAGES[language];
  const typedHere = isTypedHere(offer.amount);
  return html`<main>
      ${sandbox && testBadge(language)}
      <h1><bdi>${textIn(offer.title, language)}</bdi></h1>
      ${offer.description && html`<p>${textIn(offer.description, language)}</p>`}
      <form method="post" action="?lang=${language}">
        <input type="hidden" name="key" value="${key}" />
        ${token !== null && html`<input type="hidden" name="offer_token" value="${token}" />`}
        ${isTypedHere(offer.amount) ? amountField(options, offer.amount) : amountLine(offer.amount, language)}
        ${notice !== null && html`<p class="notice" role="alert">${notice}</p>`}
        <button>${pay.button}</button>
      </form>
      <p class="next">${offer.amount.mode === 'open' && !typedHere ? pay.nextHosted : pay.next}</p>
    </main>
    ${token === null && languageLinks(language, typedHere ? typed : null)}`;
}

function amountLine(amount: OfferAmountTerms, language: Language): Html {
  if (amount.mode === 'open') return html`<p>${boundsText(amount, language)}</p>`;
  return html`<p class="price"><bdi>${displayAmount(amount.value, language)}</bdi></p>`;
}

function amountField({ language, typed, token, error }: PayPageOptions, amount: OpenAmount): Html {
  const { pay } = MESSAGES[language];
  const bounds = boundsText(amount, language);
  const describedBy = [bounds && 'bounds', error !== null && 'reason'].filter(Boolean).join(' ');
  return html`<label for="amount">${pay.amount}</label>
    <div class="field">
      <input
        id="amount"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="64"
        value="${typed}"
        aria-describedby="${describedBy}"
        ${error !== null && html`aria-invalid="true" autofocus`}
      /><span>${CURRENCY_LABELS[language]}</span>
    </div>
    ${error !== null && html`<p class="error" id="reason" role="alert">${error}</p>`}
    ${bounds !== '' && html`<p class="hint" id="bounds">${bounds}</p>`}
    ${token === null && amount.suggested.length > 0 && suggestions(amount.suggested, language)}`;
}

/** Without JavaScript a suggestion is a link to this page with the amount filled in. */
function suggestions(amounts: readonly number[], language: Language): Html {
  const links = amounts.map(
    (amount) =>
      html`<a href="?lang=${language}&amount=${formatMoney(amount)}"><bdi>${displayAmount(amount, language)}</bdi></a>`,
  );
  return html`<p class="suggested">${links}</p>`;
}

function boundsText({ min, max, step }: OpenAmount, language: Language): string {
  const { pay } = MESSAGES[language];
  const bounds =
    min !== null && max !== null ? pay.between : min !== null ? pay.atLeast : max !== null ? pay.atMost : '';
  const text = bounds
    .replace('{min}', () => isolatedAmount(min ?? 0, language))
    .replace('{max}', () => isolatedAmount(max ?? 0, language));
  const steps = step === 100 ? '' : pay.step.replace('{step}', () => isolatedAmount(step, language));
  return [text, steps].filter(Boolean).join(language === 'ar' ? '، ' : ', ');
}
