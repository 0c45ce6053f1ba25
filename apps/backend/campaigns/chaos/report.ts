import type { Violation } from './evidence.ts';
import type { FaultCount } from './faults.ts';
import type { ChaosOptions } from './options.ts';

/** The results of a campaign. */
export interface ChaosReport {
  readonly options: ChaosOptions;
  /** Duration of the attempts. */
  readonly seconds: number;
  readonly acknowledged: number;
  readonly kill: number;
  readonly freeze: number;
  readonly faults: FaultCount;
  /** Responses to payers, counted by status and code. */
  readonly answers: Readonly<Record<string, number>>;
  /** Errors in the backends' logs, counted by message. */
  readonly errors: Readonly<Record<string, number>>;
  /** Links at MyTPE at the end. */
  readonly links: number;
  /** Links at MyTPE beyond the first one of each row. */
  readonly extraLinks: number;
  readonly draftsBeforeSweep: number;
  readonly draftsAfterSweep: number;
  readonly violations: readonly Violation[];
}

const SHOWN_VIOLATIONS = 20;

/** Formats the report as a table. */
export function reportTable({ options, faults, answers, errors, violations, ...report }: ChaosReport): string {
  const { store, api, replicas, seed, clients, sabotage } = options;
  const rows: [string, string | number][] = [
    [
      'store, API',
      `${store}, ${api}; ${replicas} replica${replicas === 1 ? '' : 's'}, ${clients} concurrent payers, seed ${seed}`,
    ],
    ['sabotage', sabotage],
    ['attempts', `${options.attempts} in ${Math.round(report.seconds)} s`],
    ['acknowledged', report.acknowledged],
    ['kills, freezes over one lease', `${report.kill}, ${report.freeze}`],
    ['calls to MyTPE', `${faults.calls}, ${(faults.share * 100).toFixed(1)} % hit by a fault`],
    ['faults', tally(faults.hits)],
    ['responses to payers', tally(answers)],
    ['errors in the logs', tally(errors) || 'none'],
    ['links at MyTPE', `${report.links}, of which ${report.extraLinks} are duplicates`],
    [
      'stray drafts',
      `${report.draftsBeforeSweep} at the end of the attempts, ${report.draftsAfterSweep} after the sweep`,
    ],
    ['violations', violations.length],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(34)}${value}`);
  const shown = violations.slice(0, SHOWN_VIOLATIONS).map(({ rule, attempt, detail }) => {
    return `  ${rule}${attempt === null ? '' : `, attempt ${attempt}`}: ${detail}`;
  });
  const more = violations.length - shown.length;
  return [...lines, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

function tally(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
  return entries.map(([name, count]) => `${name}: ${count}`).join(', ');
}
