import { displayAmount, type Language } from '@mytpe-pay/contract/money';

import type { Problem } from '../lib/problem.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Strings } from './strings.ts';

/** The strings of every language. */
export const MESSAGES: Readonly<Record<Language, Strings>> = { ar, fr, en };

/** Returns an amount for use inside a sentence, in Unicode isolates, so that right-to-left text does not reorder it. */
export function isolatedAmount(centimes: number, language: Language): string {
  return `\u2068${displayAmount(centimes, language)}\u2069`;
}

/** Returns the message about a problem for the payer. */
export function problemDetail({ code, details }: Problem, language: Language): string {
  const { errors, unavailable } = MESSAGES[language];
  if (code === 'offer_unavailable') {
    const { availability = 'unavailable' } = details;
    return unavailable[availability === 'available' ? 'unavailable' : availability];
  }
  return errors[code].replace('{amount}', () => isolatedAmount(details.amount ?? 0, language));
}
