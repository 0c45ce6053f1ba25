import { printable } from './printable.ts';

/** Enough to tell one account from another, not enough to use it. */
export function maskedRib(rib: string | null | undefined): string {
  return rib ? `${'•'.repeat(4)}${printable(rib.slice(-4))}` : '–';
}
