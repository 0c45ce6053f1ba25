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

/** What only v2 lets one say of a link. */
export interface V2TermOptions {
  readonly logo?: string;
  /** Minutes. */
  readonly inactivity?: number;
  readonly retryButton?: boolean;
  readonly anonymous?: boolean;
}

/** Refused where the account speaks ext. */
export const ONLY_IN_V2 = ['logo', 'inactivity', 'retryButton', 'anonymous'] as const;

export function v2TermOptions(command: Command): Command {
  return command
    .option('--logo <path>', 'v2: shown to the payer; JPEG, PNG, GIF or WebP, at most 5 MiB', parseFilePath)
    .option('--inactivity <duration>', 'v2: expires when nobody pays for so long, like 90m, 2h or 30d', parseMinutes)
    .option('--retry-button <yes or no>', 'v2: whether a refused payer may try again at once', parseYesNo)
    .option('--anonymous <yes or no>', 'v2: whether payers may leave their details out', parseYesNo);
}

type NewTerms = Omit<V2LinkInput, 'mytpe_pay_id' | 'title' | 'slug'>;

/** What v2 can do of what was asked for. A link is payable at once there, so `--publish` has to be said. */
export function newV2Terms(options: TermOptions & { readonly publish?: true }): NewTerms {
  requirePrice(options);
  const { open, uses, usage, publish } = options;
  const mode = usage ?? (uses !== undefined ? 'limited' : open ? 'reusable' : 'one_shot');
  const payment_mode = PAYMENT_MODES.find((known) => known === mode);
  if (payment_mode === undefined)
    throw usageError(`MyTPE's v2 API has no ${mode} links`, `It has: ${PAYMENT_MODES.join(', ')}.`);
  if (!publish) {
    throw usageError("MyTPE's v2 API has no drafts: a link can be paid at once", 'Add --publish to say that it may.');
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
