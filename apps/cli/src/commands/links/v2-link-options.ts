import type { Command } from 'commander';

import { parseFilePath, parseMinutes, parseYesNo } from '../../arguments.ts';

/** Options that v2 does not support. */
export const NOT_IN_V2 = ['min', 'max', 'target', 'from', 'until', 'expires', 'payer', 'form'] as const;

/** The terms of a link that only v2 has. */
export interface V2TermOptions {
  readonly logo?: string;
  /** Minutes. */
  readonly inactivity?: number;
  readonly retryButton?: boolean;
  readonly anonymous?: boolean;
}

/** Options that only v2 supports. */
export const ONLY_IN_V2 = ['logo', 'inactivity', 'retryButton', 'anonymous'] as const;

/** Adds the options of v2. `unless` adds the default to a description. */
export function v2TermOptions(command: Command, unless: (text: string) => string): Command {
  const inactivity = 'v2, one_shot and limited: time without a payment until the link expires, like 90m, 2h or 30d';
  return command
    .option('--logo <path>', 'v2: logo for the payer; JPEG, PNG, GIF or WebP, at most 5 MiB', parseFilePath)
    .option('--inactivity <duration>', `${inactivity}${unless('that of the instance, otherwise never')}`, parseMinutes)
    .option('--retry-button <yes or no>', `v2: show a retry button after a refused payment${unless('yes')}`, parseYesNo)
    .option('--anonymous <yes or no>', `v2: let payers pay without their details${unless('no')}`, parseYesNo);
}
