import type { Command } from 'commander';

import { parseYesNo } from '../../input/arguments.ts';
import { parseMinutes } from '../../input/duration.ts';
import { parseFilePath } from '../../input/file-path.ts';

/** Refused where the account speaks v2. */
export const NOT_IN_V2 = ['min', 'max', 'target', 'from', 'until', 'expires', 'payer', 'form'] as const;

/** Terms of a link that only v2 has. */
export interface V2TermOptions {
  readonly logo?: string;
  /** Minutes. */
  readonly inactivity?: number;
  readonly retryButton?: boolean;
  readonly anonymous?: boolean;
}

/** Refused where the account speaks ext. */
export const ONLY_IN_V2 = ['logo', 'inactivity', 'retryButton', 'anonymous'] as const;

/** `unless` completes a description with the default, where there is one. */
export function v2TermOptions(command: Command, unless: (text: string) => string): Command {
  const inactivity = 'v2, one_shot and limited: expires after so long without a payment, like 90m, 2h or 30d';
  return command
    .option('--logo <path>', 'v2: shown to the payer; JPEG, PNG, GIF or WebP, at most 5 MiB', parseFilePath)
    .option('--inactivity <duration>', `${inactivity}${unless("the instance's, else never")}`, parseMinutes)
    .option('--retry-button <yes or no>', `v2: offer another try after a refusal${unless('yes')}`, parseYesNo)
    .option('--anonymous <yes or no>', `v2: let payers leave out their details${unless('no')}`, parseYesNo);
}
