/** One attempt of this tab to pay. */
export interface Attempt {
  /** The idempotency key: a repeat with the same key gets the same link. */
  readonly key: string;
  /** The amount it is for; another amount is another attempt. */
  readonly amount: string;
  /** Id of the link, once there is one. */
  readonly link?: string;
}

const PREFIX = 'mytpe-pay ';

/** @returns the name that attempts for one thing are saved under. A token is named by the end of its signature. */
export function attemptName(
  endpoint: string,
  offer: string | null,
  token: string | null,
  reference: string | null,
): string {
  return [endpoint, token?.slice(-43) ?? offer, reference].join(' ');
}

/** The attempt that this tab saved. Where storage is forbidden there is none, and paying still works. */
export function savedAttempt(name: string): Attempt | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as Attempt | null;
  } catch {
    return null;
  }
}

/** Saves an attempt; `null` forgets it. */
export function saveAttempt(name: string, attempt: Attempt | null): void {
  try {
    if (attempt) sessionStorage.setItem(PREFIX + name, JSON.stringify(attempt));
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    // Storage is full or forbidden.
  }
}

/** Returns the saved attempt if it is for this amount, else a new one. Its key is 128 random bits, as 32 hexadecimal digits. */
export function attemptFor(name: string, amount: string): Attempt {
  const saved = savedAttempt(name);
  if (saved?.amount === amount) return saved;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const attempt = { key, amount };
  saveAttempt(name, attempt);
  return attempt;
}
