import type { Language } from '../languages.ts';
import type { Centimes } from './centimes.ts';

const DECIMAL = { ar: ',', fr: ',', en: '.' } as const satisfies Record<Language, string>;

/** Invisible bidirectional controls. Text that people paste may contain them. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const CURRENCY = /^(?:da|dzd|د\.?ج\.?)|(?:da|dzd|د\.?ج\.?)$/gi;

/** Converts digits to 0–9, spaces and apostrophes to `_`, and the Arabic decimal mark to `;`. Keeps `.` and `,`. */
function canonical(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .trim()
    .replace(CURRENCY, '')
    .trim()
    .replace(/[\s'’٬]/g, '_')
    .replace(/،/g, ',')
    .replace(/٫/g, ';');
}

/** Returns the mark that separates the centimes, `''` for a whole number, or `undefined` if the text is ambiguous. */
function decimalMark(text: string, language: Language): string | undefined {
  if (text.includes(';')) return ';';
  const last = /[.,](?=[^.,]*$)/.exec(text);
  if (!last) return '';
  const mark = last[0];
  const other = mark === '.' ? ',' : '.';
  if (text.indexOf(mark) !== last.index) return text.includes(other) ? undefined : '';
  // Exactly three digits after a single mark are thousands or decimals, by the convention of the language.
  const ambiguous = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  return ambiguous && mark !== DECIMAL[language] ? '' : mark;
}

/**
 * Parses an amount of dinars as a person types it: `1500`, `1 500`, `1.500,50`, `1,500.50`, `١٥٠٠٫٥٠`, `۱۵۰۰`, with or
 * without DA, DZD or د.ج. Reads `1.500` by the convention of the language: 1500 in French and Arabic, 1.50 in English.
 * @returns centimes, or `undefined` if the text is not an amount (negative, badly grouped, more than two decimals, too
 *   long).
 */
export function parseTypedAmount(text: string, language: Language): Centimes | undefined {
  if (text.length > 64) return undefined;
  const typed = canonical(text);
  const mark = decimalMark(typed, language);
  if (mark === undefined) return undefined;
  const at = mark ? typed.lastIndexOf(mark) : typed.length;
  const whole = typed.slice(0, at);
  const fraction = typed.slice(at + 1);
  if (!/^(?:\d{1,12}|\d{1,3}(?:([._,])\d{3})(?:\1\d{3}){0,2})$/.test(whole)) return undefined;
  if (!/^\d{0,2}0?$/.test(fraction) || (mark && whole.includes(mark))) return undefined;
  return Number(whole.replace(/\D/g, '') + fraction.slice(0, 2).padEnd(2, '0'));
}
