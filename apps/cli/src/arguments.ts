import { statSync } from 'node:fs';

import { type Centimes, parseTypedAmount } from '@mytpe-pay/contract/money';
import { InvalidArgumentError, Option } from 'commander';

import { displayDinars } from './terminal/display.ts';

/** Creates a parser for an integer from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Parses `KEY=VALUE` for an option that may be repeated. */
export function collectPair(text: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must look like KEY=VALUE.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Collects the values of an option that may be repeated. */
export function collect(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

/** Parses `yes` or `no`. */
export function parseYesNo(text: string): boolean {
  if (/^(?:yes|true|on)$/i.test(text)) return true;
  if (/^(?:no|false|off)$/i.test(text)) return false;
  throw new InvalidArgumentError('It must be yes or no.');
}

/**
 * Parses dinars as a person types them (`4500`, `4 500,50`, `4500.50`, `٤٥٠٠`). Returns centimes. Rejects a single mark
 * before three digits (`4.500`), because it could mean 4500 or 4.50.
 */
export function parseAmount(text: string): Centimes {
  const readings = [parseTypedAmount(text, 'fr'), parseTypedAmount(text, 'en')];
  const [first, second] = readings;
  if (first === undefined || second === undefined || first === 0 || second === 0) {
    throw new InvalidArgumentError('It must be an amount in dinars of more than 0, like 4500 or "4 500,50".');
  }
  if (first === second) return first;
  const both = `${displayDinars(first)} or ${displayDinars(second)}`;
  throw new InvalidArgumentError(`It can mean ${both}: write it without a thousands separator.`);
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_MS = 7 * UNITS.d;

const LONGEST_MINUTES = 365 * 24 * 60;

/** Parses a duration of at most a week (`90s`, `30m`, `2h`, `1d`). Returns milliseconds. */
export function parseDuration(text: string): number {
  const ms = millisecondsOf(text);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('It must be a duration like 90s, 30m or 2h, at most 7d.');
}

/** Parses whole minutes, at most a year (`90m`, `2h`, `30d`), the limit of MyTPE's v2 API. Returns minutes. */
export function parseMinutes(text: string): number {
  const minutes = millisecondsOf(text) / UNITS.m;
  if (Number.isInteger(minutes) && minutes > 0 && minutes <= LONGEST_MINUTES) return minutes;
  throw new InvalidArgumentError('It must be whole minutes, like 90m, 2h or 30d, at most 365d.');
}

/** Returns `NaN` for text that is not a duration. */
function millisecondsOf(text: string): number {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([smhd])$/.exec(text.trim()) ?? [];
  return Number(number) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
}

const TYPED = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Parses a date and time (`2026-06-12`, `2026-06-12 09:30`) in Algiers time (UTC+1 all year), unless it ends in `Z` or
 * an offset.
 */
export function parseMoment(text: string): Date {
  const [, day, time = '00:00', offset = '+01:00'] = TYPED.exec(text.trim()) ?? [];
  const moment = new Date(`${day}T${time}${offset}`);
  // `Date` converts February 30 to March 2.
  const isReal =
    day !== undefined && !Number.isNaN(moment.getTime()) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  if (isReal) return moment;
  throw new InvalidArgumentError(
    'It must be a date like 2026-06-12 or "2026-06-12 09:30" (Algiers time), or end in Z.',
  );
}

/** Checks that a file exists and is not empty. The client checks its type and its size. */
export function parseFilePath(path: string): string {
  const found = statusOf(path);
  if (typeof found === 'string') throw new InvalidArgumentError(`It cannot be read (${found}).`);
  if (!found.isFile()) throw new InvalidArgumentError('It must be a file.');
  if (found.size === 0) throw new InvalidArgumentError('The file is empty.');
  return path;
}

function statusOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no such path';
  }
}

/** A required option. Commander's own required options fail immediately; for these, the command asks at a terminal. */
export class RequiredOption extends Option {
  /** `true` if MyTPE requires an accepted record. The command then offers only accepted records. */
  takesAcceptedOnly = false;

  /** @param parse Parses one value. Throws `InvalidArgumentError`. */
  constructor(flags: string, description: string, parse?: (text: string) => unknown) {
    super(flags, description);
    if (parse !== undefined) this.argParser(parse);
  }

  acceptedOnly(): this {
    this.takesAcceptedOnly = true;
    return this;
  }
}
