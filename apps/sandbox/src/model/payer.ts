const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}\.[^\s@]{1,63}$/;
const INTERNATIONAL = /^\+[1-9]\d{7,14}$/;
const ALGERIAN = /^0([5-7]\d{8}|[2-4]\d{7})$/;

/**
 * Normalises a payer: e-mail addresses to lower case, phones to `+213…` (`0550 12 34 56`, `00213 550…` and
 * `+213 550-12-34-56` are one phone). Returns `null` when the text is neither.
 */
export function normalisePayer(text: string): string | null {
  const trimmed = text.trim().toLowerCase();
  if (EMAIL.test(trimmed)) return trimmed;
  const digits = trimmed.replaceAll(/[\s().-]/g, '').replace(/^00/, '+');
  const national = ALGERIAN.exec(digits);
  const phone = national === null ? digits : `+213${national[1]}`;
  return INTERNATIONAL.test(phone) ? phone : null;
}

/** `true` if the payer is on the link’s list, in any spelling. */
export function isAllowedPayer(allowed: readonly string[], payer: string): boolean {
  const wanted = normalisePayer(payer);
  return wanted !== null && allowed.some((entry) => normalisePayer(entry) === wanted);
}

/**
 * The two possible shapes of an `allowed_payers` entry, which the reference leaves open: text, or an object with an
 * `email` or a `phone`.
 */
export const ALLOWED_PAYERS_SHAPES = ['string', 'object'] as const;
export type AllowedPayersShape = (typeof ALLOWED_PAYERS_SHAPES)[number];

export function isEmail(payer: string): boolean {
  return payer.includes('@');
}

/** The entries in the shape that the API uses. */
export function shapePayers(payers: readonly string[], shape: AllowedPayersShape): (string | object)[] {
  if (shape === 'string') return [...payers];
  return payers.map((payer) => (isEmail(payer) ? { email: payer } : { phone: payer }));
}
