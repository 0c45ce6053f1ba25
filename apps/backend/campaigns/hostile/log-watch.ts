import { KEY_MARK } from './hostile-headers.ts';
import { PLANTED, type SecretSearch } from './secrets.ts';
import type { Tally } from './tally.ts';

/** Checks the service's log while it is written. */
export interface LogWatch {
  readonly onLine: (line: string) => void;
  /** Starts checking, beginning with the lines that were written before this call. */
  begin(secretsIn: SecretSearch, tally: Tally): void;
  /** Number of lines by level. */
  readonly levels: Readonly<Record<string, number>>;
}

export function createLogWatch(): LogWatch {
  const early: string[] = [];
  const levels: Record<string, number> = {};
  let judge = (line: string): void => void early.push(line);
  return {
    levels,
    onLine: (line) => judge(line),
    begin(secretsIn, tally) {
      judge = (line) => judgeLine(line, secretsIn, tally, levels);
      for (const line of early.splice(0)) judge(line);
    },
  };
}

function judgeLine(line: string, secretsIn: SecretSearch, tally: Tally, levels: Record<string, number>): void {
  for (const name of secretsIn(Buffer.from(line))) {
    if (name === PLANTED) tally.seePlanted('log');
    else tally.find('log', `secret: ${name}`, line.slice(0, 300));
  }
  if (line.includes(KEY_MARK)) tally.find('log', 'an idempotency key', line.slice(0, 300));
  const { level, code, reason = '' } = parseRecord(line);
  levels[level] = (levels[level] ?? 0) + 1;
  // The logger did not write this line: code bypassed the logger, or a line was split in two.
  if (level === 'none') tally.find('log', 'a line that is not a log record', line.slice(0, 300));
  if (level === 'fatal' || code === 'internal')
    tally.find('log', `${level}: ${reason.slice(0, 100)}`, line.slice(0, 2000));
}

function parseRecord(line: string): { readonly level: string; readonly code?: string; readonly reason?: string } {
  try {
    const parsed = JSON.parse(line) as { level?: unknown; code?: string; reason?: string };
    return { ...parsed, level: typeof parsed.level === 'string' ? parsed.level : 'none' };
  } catch {
    return { level: 'none' };
  }
}
