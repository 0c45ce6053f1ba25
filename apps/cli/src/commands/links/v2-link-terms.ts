import type { V2LinkChanges, V2LinkInput } from '@mytpe-pay/client';

import { usageError } from '../../cli-error.ts';
import { type Session, rejectOptions } from '../../session.ts';
import { requirePrice } from './link-price.ts';
import type { TermOptions } from './link-terms.ts';
import { NOT_IN_V2 } from './v2-link-options.ts';

const PAYMENT_MODES = ['one_shot', 'limited', 'reusable'] as const;

type NewTerms = Omit<V2LinkInput, 'mytpe_pay_id' | 'title' | 'slug'>;

/** Returns the terms of a new v2 link. A v2 link is payable immediately, so `--publish` is required. */
export function newV2Terms(options: TermOptions & { readonly publish?: true }): NewTerms {
  requirePrice(options);
  const { open, uses, usage, publish } = options;
  const mode = usage ?? (uses === undefined ? 'reusable' : 'limited');
  const payment_mode = PAYMENT_MODES.find((known) => known === mode);
  if (payment_mode === undefined)
    throw usageError(`MyTPE's v2 API has no ${mode} links`, `It has: ${PAYMENT_MODES.join(', ')}.`);
  if (open && payment_mode !== 'reusable') {
    const next = 'Omit --usage and --uses, or set the price with --amount.';
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

/** Returns the changes to a v2 link. */
export function v2Changes(session: Session, options: TermOptions): V2LinkChanges {
  rejectOptions(session, options, [...NOT_IN_V2, 'open', 'usage']);
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
