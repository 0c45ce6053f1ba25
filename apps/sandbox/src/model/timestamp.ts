const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const ISO_LENGTH = '2026-01-12T09:30:00.000Z'.length;

/**
 * Parses an ISO 8601 instant (with `Z` or an offset, 0–9 fraction digits). Returns it in the format of
 * `Date.toISOString()`, so that instants compare as text. Returns `null` for anything else, 31 February included.
 */
export function parseTimestamp(value: unknown): string | null {
  if (typeof value !== 'string' || !ISO_8601.test(value) || !isCalendarDay(value.slice(0, 10))) return null;
  const instant = new Date(value);
  const iso = Number.isNaN(instant.getTime()) ? '' : instant.toISOString();
  return iso.length === ISO_LENGTH ? iso : null;
}

function isCalendarDay(day: string): boolean {
  const midnight = new Date(day);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Formats an instant as the API does: UTC with six fraction digits, `…T09:30:00.000000Z`. */
export function formatTimestamp(iso: string): string {
  return iso.replace('Z', '000Z');
}
