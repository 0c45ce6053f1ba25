import type { ChaosOptions } from './options.ts';

/** A replacement of one source line of the backend during a campaign. */
export interface Change {
  /** The end of the file's URL. */
  readonly file: string;
  readonly line: string;
  readonly instead: string;
}

/** Returns the replacements: a shorter lease, so that a freeze can outlast it, and the safeguard to remove, if any. */
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
  // A process stores its draft in the row even if it has lost the lease, or if the row already has a draft.
  cas: [
    {
      file: '/src/repository/leases.ts',
      line: "AND lease_token = $4 AND status = 'requested' AND upstream_id IS NULL",
      instead: 'AND CAST($4 AS TEXT) IS NOT NULL',
    },
  ],
  // A create with an unknown outcome is repeated without looking for the draft that it may have left.
  reconcile: [
    {
      file: '/src/links/issue-steps.ts',
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

/** Replaces the line. @throws Error unless the line occurs exactly once: a campaign on an unchanged backend proves nothing. */
export function changed(source: string, { file, line, instead }: Change): string {
  const parts = source.split(line);
  if (parts.length !== 2) throw new Error(`${file} contains this line ${parts.length - 1} times, not once: ${line}`);
  return parts.join(instead);
}
