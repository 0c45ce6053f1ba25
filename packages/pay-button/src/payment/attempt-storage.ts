/** One attempt to pay in this tab. */
export interface Attempt {
  /** The idempotency key. A request with the same key returns the same link. */
  readonly key: string;
  /** The amount of the attempt. Another amount starts another attempt. */
  readonly amount: string;
  /** The id of the link, once it exists. */
  readonly link?: string;
}

const PREFIX = 'mytpe-pay ';

/** @returns the storage name for the attempts on one offer or order. The end of its signature identifies a token. */
export function attemptName(
  endpoint: string,
  offer: string | null,
  token: string | null,
  reference: string | null,
): string {
  return [endpoint, token?.slice(-43) ?? offer, reference].join(' ');
}

/** The attempt that this tab saved. `null` if the browser forbids storage; paying still works. */
export function savedAttempt(name: string): Attempt | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as Attempt | null;
  } catch {
    return null;
  }
}

/** Saves an attempt, or removes it if `null`. */
export function saveAttempt(name: string, attempt: Attempt | null): void {
  try {
    if (attempt) sessionStorage.setItem(PREFIX + name, JSON.stringify(attempt));
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    // The storage is full or forbidden.
  }
}

/** Returns the saved attempt if it has this amount, else a new one. Its key is 128 random bits as 32 hexadecimal digits. */
export function attemptFor(name: string, amount: string): Attempt {
  const saved = savedAttempt(name);
  if (saved?.amount === amount) return saved;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const attempt = { key, amount };
  saveAttempt(name, attempt);
  return attempt;
}
