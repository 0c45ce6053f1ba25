import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { parseDocument } from 'yaml';

const SALE = ['offers', 'flash-sale'];
const DAY_MS = 86_400_000;

/**
 * Puts the demo's catalog where it may be edited, once; afterwards it is the user's. Only the window of the flash sale
 * is renewed when it is over, so that the demo always has one.
 */
export function ensureOffersFile(template: string, target: string, now: Date): void {
  const fresh = !existsSync(target);
  const document = parseDocument(readFileSync(fresh ? template : target, 'utf8'));
  // A file with mistakes is left as it is: the backend names them.
  if (document.errors.length > 0) return;
  const ends = document.getIn([...SALE, 'ends_at']);
  const over = typeof ends === 'string' && Date.parse(ends) <= now.getTime();
  if (!over) return void (fresh && write(target, document.toString()));
  const midnight = new Date(now).setUTCHours(0, 0, 0, 0);
  document.setIn([...SALE, 'starts_at'], new Date(midnight).toISOString().replace('.000', ''));
  document.setIn([...SALE, 'ends_at'], new Date(midnight + 7 * DAY_MS).toISOString().replace('.000', ''));
  write(target, document.toString({ lineWidth: 0 }));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
