import { type Centimes, type Language, displayAmount } from '@mytpe-pay/contract/money';
import { type TemplateResult, html } from 'lit';

/** An amount that keeps its order in right-to-left text, and never breaks in two. */
export const shown = (value: Centimes, language: Language): TemplateResult =>
  html`<bdi>${displayAmount(value, language)}</bdi>`;

/** Fills the places of a sentence, one after another. */
export const fill = (sentence: string, ...values: readonly unknown[]): unknown[] =>
  sentence.split('{}').flatMap((piece, index) => (index ? [values[index - 1], piece] : piece));
