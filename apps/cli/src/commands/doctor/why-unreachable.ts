import { printable } from '../../terminal/printable.ts';

/** Why `fetch` got no answer, in a word or two: `ECONNREFUSED`, `no answer in time`. */
export function whyUnreachable(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: Record<string, unknown> };
  if (name === 'TimeoutError') return 'no answer in time';
  const why = [cause?.['code'], cause?.['message']].find((text) => typeof text === 'string');
  return why === undefined ? 'no reason given' : printable(why);
}
