import { InvalidArgumentError } from 'commander';

const TYPED = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(Z|[+-]\d{2}:\d{2})?$/;

/** `2026-06-12`, `2026-06-12 09:30`: Algiers time (UTC+1 all year), unless it ends in `Z` or an offset. */
export function parseMoment(text: string): Date {
  const [, day, time = '00:00', offset = '+01:00'] = TYPED.exec(text.trim()) ?? [];
  const moment = new Date(`${day}T${time}${offset}`);
  // February 30th is March 2nd to `Date`.
  const isReal =
    day !== undefined && !Number.isNaN(moment.getTime()) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  if (isReal) return moment;
  throw new InvalidArgumentError(
    'It must be a moment like 2026-06-12 or "2026-06-12 09:30" (Algiers time), or end in Z.',
  );
}
