import { z } from 'zod';

/**
 * The formats of `allowed_payers` in a request: strings, or objects with `email` or `phone`. MyTPE's reference shows
 * neither. If MyTPE rejects one format, use the other.
 */
export const ALLOWED_PAYERS_SHAPES = ['string', 'object'] as const;
/** A value of {@link ALLOWED_PAYERS_SHAPES}. */
export type AllowedPayersShape = (typeof ALLOWED_PAYERS_SHAPES)[number];

/** A payer in a response, in either format. The output is a string. */
export const Payer = z
  .union([
    z.string(),
    z.object({ email: z.string() }).transform(({ email }) => email),
    z.object({ phone: z.string() }).transform(({ phone }) => phone),
  ])
  .transform(normalizePayer);

/** A payer in the caller's input. */
export const PayerInput = z
  .string()
  .transform(normalizePayer)
  .refine((text) => z.email().max(254).safeParse(text).success || /^\+[1-9]\d{7,14}$/.test(text), {
    error: 'must each be an email address or a phone number like +213555123456',
  });

/** Converts payers to the format of the request. */
export function serializePayers(payers: readonly string[], shape: AllowedPayersShape): unknown {
  if (shape === 'string') return payers;
  return payers.map((payer) => (payer.includes('@') ? { email: payer } : { phone: payer }));
}

/**
 * Converts an email to lower case, removes spaces from a phone number, and adds +213 to an Algerian number. Trims other
 * text.
 */
function normalizePayer(text: string): string {
  const trimmed = text.trim();
  if (trimmed.includes('@')) return trimmed.toLowerCase();
  if (!/^[+\d(][\d ().-]+$/.test(trimmed)) return trimmed;
  const number = trimmed.replaceAll(/[^+\d]/g, '').replace(/^00/, '+');
  // An Algerian number has a leading zero and eight digits, or nine digits for a mobile phone.
  return /^0[1-9]\d{7,8}$/.test(number) ? `+213${number.slice(1)}` : number;
}
