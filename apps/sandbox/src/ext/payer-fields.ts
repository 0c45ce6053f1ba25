import { z } from 'zod';

import { type AllowedPayersShape, isEmail, normalisePayer } from '../model/payer.ts';

const MAX_PAYER = 254;
const EMAIL = 'an e-mail address like karim@example.com';
const PHONE = 'a phone number like +213550123456';

const contact = (what: string, isWanted: (payer: string) => boolean) =>
  z
    .string(`must be ${what}`)
    .max(MAX_PAYER, `has at most ${MAX_PAYER} characters`)
    .refine((text) => {
      const payer = normalisePayer(text);
      return payer !== null && isWanted(payer);
    }, `must be ${what}`);

const PayerText = contact(`text: ${EMAIL}, or ${PHONE}`, () => true);

const PayerObject = z
  .object(
    { email: contact(EMAIL, isEmail).nullish(), phone: contact(PHONE, (payer) => !isEmail(payer)).nullish() },
    'must be an object with an email or a phone, as {"email": "karim@example.com"}',
  )
  .transform(({ email, phone }, context): string => {
    const [payer, ...more] = [email, phone].filter((value) => value !== null && value !== undefined);
    if (payer !== undefined && more.length === 0) return payer;
    context.addIssue('must have an email or a phone, and not both');
    return z.NEVER;
  });

/** The validators of an entry of `allowed_payers`, one for each shape. The record keeps the entry as text. */
export const PAYER_FIELDS = { string: PayerText, object: PayerObject } as const satisfies Record<
  AllowedPayersShape,
  z.ZodType<string>
>;
