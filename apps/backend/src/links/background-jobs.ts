import type { Scheduler } from '../lib/scheduler.ts';
import type { Instances } from './instances.ts';
import type { ReplicaSync } from './link-events.ts';
import type { Poller } from './poller.ts';
import type { Sweeper } from './sweeper.ts';

const REFRESH_INSTANCES_EVERY_MS = 2 * 60_000;
const POLL_EVERY_MS = 1000;
const CATCH_UP_EVERY_MS = 3000;
const SWEEP_EVERY_MS = 30_000;
const SWEEP_DRAFTS_EVERY_MS = 10 * 60_000;

export interface BackgroundJobsOptions {
  readonly scheduler: Scheduler;
  readonly instances: Instances;
  readonly poller: Poller;
  readonly replicaSync: ReplicaSync;
  readonly sweeper: Sweeper;
}

/** Starts the recurring work on links; it runs until the scheduler stops. */
export function startBackgroundJobs(options: BackgroundJobsOptions): void {
  const { scheduler, instances, poller, replicaSync, sweeper } = options;
  scheduler.every(REFRESH_INSTANCES_EVERY_MS, 'payment instances', instances.refresh);
  scheduler.every(POLL_EVERY_MS, 'link polls', poller.pollDue);
  scheduler.every(CATCH_UP_EVERY_MS, 'links watched here', replicaSync.catchUp);
  scheduler.every(SWEEP_EVERY_MS, 'sweep', sweeper.sweep);
  scheduler.every(SWEEP_DRAFTS_EVERY_MS, 'stray drafts', sweeper.sweepDrafts);
}
