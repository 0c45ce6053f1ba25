import type { V2LinkChanges, V2LinkInput } from '@mytpe-pay/client';
import type { Command } from 'commander';

import { usageError } from '../../cli-error.ts';
import { parseYesNo } from '../../input/arguments.ts';
import { parseMinutes } from '../../input/duration.ts';
import { parseFilePath } from '../../input/file-path.ts';
import type { Session } from '../../session.ts';
import { requirePrice } from '../links/link-price.ts';
import type { TermOptions } from '../links/link-terms.ts';
import { refuseOptions } from '../refuse-options.ts';

/** Refused where the account speaks v2. */
export const NOT_IN_V2 = ['min', 'max', 'target', 'from', 'until', 'expires', 'payer', 'form'] as const;
const PAYMENT_MODES = ['one_shot', 'limited', 'reusable'] as const;

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

type NewTerms = Omit<V2LinkInput, 'mytpe_pay_id' | 'title' | 'slug'>;

/** The terms of a new link, as v2 has them. A v2 link is payable immediately, so it needs `--publish`. */
export function newV2Terms(options: TermOptions & { readonly publish?: true }): NewTerms {
  requirePrice(options);
  const { open, uses, usage, publish } = options;
  const mode = usage ?? (uses === undefined ? 'reusable' : 'limited');
  const payment_mode = PAYMENT_MODES.find((known) => known === mode);
  if (payment_mode === undefined)
    throw usageError(`MyTPE's v2 API has no ${mode} links`, `It has: ${PAYMENT_MODES.join(', ')}.`);
  if (open && payment_mode !== 'reusable') {
    const next = 'Leave out --usage and --uses, or set the price with --amount.';
    throw usageError("MyTPE's v2 API cannot limit the payments of a link with --open", next);
  }
  if (!publish) {
    throw usageError("MyTPE's v2 API has no drafts: a link can be paid immediately", 'Add --publish to confirm that.');
  }
  const { amount: fixed, ...terms } = termsOf(options);
  return open
    ? { ...terms, pricing: 'OPEN', payment_mode }
    : { ...terms, pricing: 'FIXED', amount: fixed, payment_mode };
}

/** What of a link shall change. */
export function v2Changes(session: Session, options: TermOptions): V2LinkChanges {
  refuseOptions(session, options, [...NOT_IN_V2, 'open', 'usage']);
  return { ...termsOf(options), title: options.title };
}

function termsOf(options: TermOptions) {
  const { description, amount, uses, meta, logo, inactivity, retryButton, anonymous } = options;
  const hasSettings = retryButton !== undefined || anonymous !== undefined;
  return {
    details: description,
    amount,
    max_payments: uses,
    metadata: meta,
    logo,
    inactivity_timeout_minutes: inactivity,
    ...(hasSettings && { settings: { show_retry_button: retryButton, allow_anonymous: anonymous } }),
  };
}
