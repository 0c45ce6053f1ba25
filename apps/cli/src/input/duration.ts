import { InvalidArgumentError } from 'commander';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_MS = 7 * UNITS.d;

const LONGEST_MINUTES = 365 * 24 * 60;

/** `90s`, `30m`, `2h`, `1d`, in milliseconds; at most a week. */
export function parseDuration(text: string): number {
  const ms = millisecondsOf(text);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('It must be a duration like 90s, 30m or 2h, at most 7d.');
}

/** `90m`, `2h`, `30d`, in whole minutes; at most a year, as MyTPE's v2 API takes it. */
export function parseMinutes(text: string): number {
  const minutes = millisecondsOf(text) / UNITS.m;
  if (Number.isInteger(minutes) && minutes > 0 && minutes <= LONGEST_MINUTES) return minutes;
  throw new InvalidArgumentError('It must be whole minutes, like 90m, 2h or 30d, at most 365d.');
}

/** Not a number for what is none. */
function millisecondsOf(text: string): number {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([smhd])$/.exec(text.trim()) ?? [];
  return Number(number) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
}
