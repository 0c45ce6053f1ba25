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

/** The attempt to go on with for this amount: the saved one, or a new one with 128 random bits. */
export function attemptFor(order: string, amount: string): Attempt {
  const saved = savedAttempt(order);
  if (saved?.amount === amount) return saved;
  const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const attempt = { key, amount };
  saveAttempt(order, attempt);
  return attempt;
}
