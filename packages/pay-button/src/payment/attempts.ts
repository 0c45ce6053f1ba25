/** One try of this tab to pay: the key that makes a repeat the same order, and the link once there is one. */
export interface Attempt {
  readonly key: string;
  /** The amount it is for; another amount is another attempt. */
  readonly amount: string;
  readonly link?: string;
}

const PREFIX = 'mytpe-pay ';

/** What this tab remembers of an order; a browser that forbids storage remembers nothing, and paying still works. */
export function savedAttempt(order: string): Attempt | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + order) ?? 'null') as Attempt | null;
  } catch {
    return null;
  }
}

export function saveAttempt(order: string, attempt: Attempt | null): void {
  try {
    if (attempt) sessionStorage.setItem(PREFIX + order, JSON.stringify(attempt));
    else sessionStorage.removeItem(PREFIX + order);
  } catch {
    // Storage is full or forbidden.
  }
}

/** Returns the saved attempt if it is for this amount, else a new one. Its key is 128 random bits, as 32 hexadecimal digits. */
export function attemptFor(order: string, amount: string): Attempt {
  const saved = savedAttempt(order);
  if (saved?.amount === amount) return saved;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const attempt = { key, amount };
  saveAttempt(order, attempt);
  return attempt;
}
