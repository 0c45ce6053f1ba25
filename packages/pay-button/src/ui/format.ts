import { type Centimes, type Language, displayAmount } from '@mytpe-pay/contract/money';
import { type TemplateResult, html } from 'lit';

/** An amount with its currency: isolated from right-to-left text, and never broken over two lines. */
export const formatAmount = (value: Centimes, language: Language): TemplateResult =>
  html`<bdi>${displayAmount(value, language)}</bdi>`;

/** Replaces each `{}` of a sentence by the next value. */
export const fill = (sentence: string, ...values: readonly unknown[]): unknown[] =>
  sentence.split('{}').flatMap((piece, index) => (index ? [values[index - 1], piece] : piece));

/** A date and time (ISO 8601) in the time zone of the browser. */
export function formatMoment(moment: string, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-DZ`, {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(moment));
}

/** A share as a percentage, rounded down: 99.9 % is not yet all. */
export function formatPercent(share: number, language: Language): string {
  const floored = Math.min(100, Math.floor(share * 100)) / 100;
  return floored.toLocaleString(`${language}-DZ`, { style: 'percent' });
}
