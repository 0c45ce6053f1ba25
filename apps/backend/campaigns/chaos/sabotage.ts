import type { ChaosOptions } from './options.ts';

/** A line of the backend that is another one while a campaign runs. */
export interface Change {
  /** How the file's address ends. */
  readonly file: string;
  readonly line: string;
  readonly instead: string;
}

/** Shorter leases, so that a process can be frozen for longer than one; and what is to be missed, if anything. */
export function changesFor({ leaseMs, sabotage }: Pick<ChaosOptions, 'leaseMs' | 'sabotage'>): Change[] {
  const lease = {
    file: '/src/links/lease.ts',
    line: 'export const LEASE_MS = 75_000;',
    instead: `export const LEASE_MS = ${leaseMs};`,
  };
  return [lease, ...SABOTAGE[sabotage]];
}

const SABOTAGE: Readonly<Record<ChaosOptions['sabotage'], readonly Change[]>> = {
  none: [],
  // Whoever has a draft enters it, whether or not the row is still theirs, or has one.
  cas: [
    {
      file: '/src/repository/leases.ts',
      line: "AND lease_token = $4 AND status = 'requested' AND upstream_id IS NULL",
      instead: 'AND CAST($4 AS TEXT) IS NOT NULL',
    },
  ],
  // A create whose outcome nobody knows is simply repeated, and nobody looks for what it left.
  reconcile: [
    {
      file: '/src/links/state-machine.ts',
      line: 'else await reconcile(context, row);',
      instead: 'else await create(context, row);',
    },
    {
      file: '/src/links/background-jobs.ts',
      line: "scheduler.every(SWEEP_DRAFTS_EVERY_MS, 'stray drafts', sweeper.sweepDrafts);",
      instead: '',
    },
  ],
};

/** @throws Error when the line is not there, exactly once: a campaign against an unchanged backend would prove nothing. */
export function changed(source: string, { file, line, instead }: Change): string {
  const parts = source.split(line);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once: ${line}`);
  return parts.join(instead);
}
