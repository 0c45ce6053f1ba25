import { CURRENCY_LABELS, displayNumber } from '@mytpe-pay/contract/money';

import { printable } from './printable.ts';

const ALGIERS_OFFSET_MS = 3_600_000;

/** `2026-06-12 09:30`, in Algiers: UTC+1 all year. */
export function displayMoment(moment: Date): string {
  return new Date(moment.getTime() + ALGIERS_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** `4 500 DA`, `4 500,50 DA`: as it may be typed again. */
export function displayDinars(centimes: number): string {
  return `${displayNumber(centimes, 'fr').replace(/\s/g, ' ')} ${CURRENCY_LABELS.fr}`;
}

/** Fields whose content is somebody else's: a number named `amount` in there is no money of ours. */
export const LEFT_ALONE: ReadonlySet<string> = new Set(['metadata', 'payload', 'raw', 'gateway_response']);

/** Fields that hold money, in every answer of both APIs; the client gives centimes. */
const MONEY = /(?:^|_)amount$|^total_collected$/;

export function isMoney(field: string, value: unknown): value is number {
  return typeof value === 'number' && MONEY.test(field);
}

/** One field of a record as a person reads it; `undefined` for what is absent or empty. */
export function displayField(field: string, value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (isMoney(field, value)) return displayDinars(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Date) return `${displayMoment(value)} (Algiers)`;
  if (Array.isArray(value)) return value.map((item) => displayField('', item) ?? '').join(', ') || undefined;
  if (typeof value === 'object') return LEFT_ALONE.has(field) ? displayPairs(value) : displayParts(value);
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** `order=7, amount=5`; what is nested stays JSON. */
function displayPairs(value: object): string | undefined {
  const shown = (part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part));
  const pairs = Object.entries(value).map(([key, part]) => `${key}=${shown(part)}`);
  return printable(pairs.join(', ')) || undefined;
}

/** `{id, name}` is "name (id)"; any other object its pairs. */
function displayParts(value: object): string | undefined {
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  const { id, name } = value as { id?: unknown; name?: unknown };
  if (typeof name === 'string' && typeof id === 'string') return printable(`${name} (${id})`);
  return entries.map(([key, part]) => `${printable(key)}=${displayField(key, part) ?? ''}`).join(', ') || undefined;
}
