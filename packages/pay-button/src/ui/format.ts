import { type Centimes, type Language, displayAmount } from '@mytpe-pay/contract/money';
import { type TemplateResult, html } from 'lit';

/** An amount with its currency, isolated from right-to-left text and without line breaks. */
export const formatAmount = (value: Centimes, language: Language): TemplateResult =>
  html`<bdi>${displayAmount(value, language)}</bdi>`;

/** Replaces each `{}` in a sentence by the next value. */
export const fill = (sentence: string, ...values: readonly unknown[]): unknown[] =>
  sentence.split('{}').flatMap((piece, index) => (index ? [values[index - 1], piece] : piece));

/** A date and time (ISO 8601) in the browser's time zone. */
export function formatMoment(moment: string, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-DZ`, {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(moment));
}

/** A fraction as a percentage, rounded down, so that 99.9 % does not become 100 %. */
export function formatPercent(share: number, language: Language): string {
  const floored = Math.min(100, Math.floor(share * 100)) / 100;
  return floored.toLocaleString(`${language}-DZ`, { style: 'percent' });
}
