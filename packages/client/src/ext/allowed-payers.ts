import { z } from 'zod';

/**
 * How `allowed_payers` is sent: as texts, or as `{email}` and `{phone}`. MyTPE's reference shows neither: should it refuse
 * one, try the other.
 */
export const ALLOWED_PAYERS_SHAPES = ['string', 'object'] as const;
export type AllowedPayersShape = (typeof ALLOWED_PAYERS_SHAPES)[number];

/** A payer in an answer, of either shape; becomes the text. */
export const Payer = z
  .union([
    z.string(),
    z.object({ email: z.string() }).transform(({ email }) => email),
    z.object({ phone: z.string() }).transform(({ phone }) => phone),
  ])
  .transform(normalisedPayer);

/** A payer in an input. */
export const PayerInput = z
  .string()
  .transform(normalisedPayer)
  .refine((text) => z.email().max(254).safeParse(text).success || /^\+[1-9]\d{7,14}$/.test(text), {
    error: 'must each be an email address or a phone number like +213555123456',
  });

/** The payers as they are sent. */
export function writtenPayers(payers: readonly string[], shape: AllowedPayersShape): unknown {
  if (shape === 'string') return payers;
  return payers.map((payer) => (payer.includes('@') ? { email: payer } : { phone: payer }));
}

/** An email in lower case; a phone number without spaces and, where it is Algerian, with +213. Other text trimmed. */
function normalisedPayer(text: string): string {
  const trimmed = text.trim();
  if (trimmed.includes('@')) return trimmed.toLowerCase();
  if (!/^[+\d(][\d ().-]+$/.test(trimmed)) return trimmed;
  const number = trimmed.replaceAll(/[^+\d]/g, '').replace(/^00/, '+');
  // National numbers have a trunk zero and eight digits, mobile ones nine.
  return /^0[1-9]\d{7,8}$/.test(number) ? `+213${number.slice(1)}` : number;
}
