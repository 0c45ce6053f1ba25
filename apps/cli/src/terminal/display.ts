import { CURRENCY_LABELS, displayNumber, formatMoney } from '@mytpe-pay/contract/money';

import type { Style } from './style.ts';

/** Control characters and direction marks. Without this filter, a title could rewrite the screen. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Makes text from another source safe for one line of a terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** Masks a RIB except for its last four digits. */
export function maskedRib(rib: string | null | undefined): string {
  return rib ? `${'•'.repeat(4)}${printable(rib.slice(-4))}` : '–';
}

const ALGIERS_OFFSET_MS = 3_600_000;

/** Formats a date in Algiers time (UTC+1 all year): `2026-06-12 09:30`. */
export function displayMoment(moment: Date): string {
  return new Date(moment.getTime() + ALGIERS_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** Formats an amount so that the user can type it again: `4 500 DA`, `4 500,50 DA`. */
export function displayDinars(centimes: number): string {
  return `${displayNumber(centimes, 'fr').replace(/\s/g, ' ')} ${CURRENCY_LABELS.fr}`;
}

/** Fields with external content. A number named `amount` inside them is not an amount in centimes. */
export const OPAQUE_FIELDS: ReadonlySet<string> = new Set(['metadata', 'payload', 'raw', 'gateway_response']);

/** Matches the fields with amounts in all responses of both APIs. The client returns centimes. */
const MONEY = /(?:^|_)amount$|^total_collected$/;

export function isMoney(field: string, value: unknown): value is number {
  return typeof value === 'number' && MONEY.test(field);
}

/** Formats a field of a record for people. Returns `undefined` if it is absent or empty. */
export function displayField(field: string, value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (isMoney(field, value)) return displayDinars(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Date) return `${displayMoment(value)} (Algiers)`;
  if (Array.isArray(value)) return value.map((item) => displayField('', item) ?? '').join(', ') || undefined;
  if (typeof value === 'object') return OPAQUE_FIELDS.has(field) ? displayPairs(value) : displayParts(value);
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Formats pairs: `order=7, amount=5`. Nested values stay JSON. */
function displayPairs(value: object): string | undefined {
  const shown = (part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part));
  const pairs = Object.entries(value).map(([key, part]) => `${key}=${shown(part)}`);
  return printable(pairs.join(', ')) || undefined;
}

/** Formats `{id, name}` as "name (id)", and any other object as pairs. */
function displayParts(value: object): string | undefined {
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  const { id, name } = value as { id?: unknown; name?: unknown };
  if (typeof name === 'string' && typeof id === 'string') return printable(`${name} (${id})`);
  return entries.map(([key, part]) => `${printable(key)}=${displayField(key, part) ?? ''}`).join(', ') || undefined;
}

/**
 * Converts a result to JSON output: amounts as strings (`"4500.00"`), dates in ISO 8601, other values unchanged. Does
 * not convert the content of `metadata`, `payload`, `raw` and `gateway_response`.
 */
export function jsonView(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(jsonView);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([field, part]) => [field, jsonField(field, part)]));
}

function jsonField(field: string, value: unknown): unknown {
  if (OPAQUE_FIELDS.has(field)) return value;
  return isMoney(field, value) ? formatMoney(value) : jsonView(value);
}

/** Breaks a sentence between words to fit the width. Does not break words, such as URLs. */
export function wrapWords(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

/**
 * Draws a URL as a QR code of block characters. Where colors are allowed, it is always white on black. In the colors of
 * a light terminal it would be a negative, which some phones cannot read.
 */
export async function drawQrCode(url: string, style: Style): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr');
  const rows = renderUnicodeCompact(url, { ecc: 'M', border: 2 }).split('\n');
  return rows.map((row) => style.scannable(row)).join('\n');
}
