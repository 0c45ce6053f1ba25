import { displayAmount, type Language } from '@mytpe-pay/contract/money';

import type { Problem } from '../lib/problem.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Strings } from './strings.ts';

export const MESSAGES: Readonly<Record<Language, Strings>> = { ar, fr, en };

/** An amount inside a sentence, isolated so that it keeps its order in right-to-left text. */
export function isolatedAmount(centimes: number, language: Language): string {
  return `\u2068${displayAmount(centimes, language)}\u2069`;
}

/** The sentence a payer reads about a problem. */
export function problemDetail({ code, details }: Problem, language: Language): string {
  const { errors, unavailable } = MESSAGES[language];
  if (code === 'offer_unavailable') {
    const { availability = 'unavailable' } = details;
    return unavailable[availability === 'available' ? 'unavailable' : availability];
  }
  return errors[code].replace('{amount}', () => isolatedAmount(details.amount ?? 0, language));
}
