import type { Settings } from '../config/settings-schema.ts';
import type { NewLink } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { Problem } from '../lib/problem.ts';
import type { Budget, Counted, Limit, Reached } from '../repository/insert-link.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** An abandoned payment stops counting against its address after this long: many customers can share one address. */
const UNPAID_MS = 15 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The limits on new links; see the settings of the same names. */
export interface LinkLimits {
  /** Anonymous links of the whole installation. */
  readonly perMinute: number;
  /** Links of signed orders. */
  readonly signedPerMinute: number;
  readonly unpaidPerClient: number;
  /** `true` if anonymous requests must have a proof of work once half of `perMinute` is used. */
  readonly proofOfWork: boolean;
  readonly linkTtlMs: number;
}

/** Reads the limits on new links from the settings. */
export function linkLimits(settings: Settings): LinkLimits {
  return {
    perMinute: settings.MAX_LINKS_PER_MINUTE,
    signedPerMinute: settings.MAX_SIGNED_LINKS_PER_MINUTE,
    proofOfWork: settings.PROOF_OF_WORK === 'auto',
    unpaidPerClient: settings.MAX_UNPAID_LINKS_PER_ADDRESS,
    linkTtlMs: settings.LINK_TTL_HOURS * HOUR_MS,
  };
}

/**
 * Returns the limits on a new link, for the store to count.
 * @param isProven `true` if the request has a valid proof of work.
 */
export function budgetFor(link: NewLink, offer: Offer, now: number, limits: LinkLimits, isProven: boolean): Budget {
  if (link.orderKey !== null)
    return { now, limits: [{ of: 'signed', most: limits.signedPerMinute, windowMs: MINUTE_MS }] };
  const { perMinute } = limits;
  const installation: Limit = { of: 'installation', most: perMinute, windowMs: MINUTE_MS };
  if (link.scope === 'shared') return { now, limits: [installation] };
  const quarter = Math.ceil(perMinute / 4);
  const half = Math.ceil(perMinute / 2);
  const counted: Limit[] = [
    installation,
    { of: 'address', most: quarter, windowMs: MINUTE_MS },
    { of: 'site', most: half, windowMs: MINUTE_MS },
    { of: 'block', most: half, windowMs: MINUTE_MS },
    { of: 'unpaid', most: limits.unpaidPerClient, windowMs: UNPAID_MS },
  ];
  if (limits.proofOfWork && !isProven) counted.push({ of: 'unproven', most: half, windowMs: MINUTE_MS });
  return { now, limits: [...counted, ...offerLimits(offer)] };
}

/** Returns the limits on an offer's links per day: in total, and for one network. */
function offerLimits({ maxPayerLinksPerDay: most }: Offer): Limit[] {
  if (most === null) return [];
  return [
    { of: 'offer', most, windowMs: DAY_MS },
    { of: 'offer_address', most: Math.ceil(most / 4), windowMs: DAY_MS },
    { of: 'offer_site', most: Math.ceil(most / 2), windowMs: DAY_MS },
  ];
}

/** The setting that holds each limit, for the operator's log. */
const SETTING_NAMES: Readonly<Record<Counted, string>> = {
  installation: 'MAX_LINKS_PER_MINUTE',
  unproven: 'half of MAX_LINKS_PER_MINUTE',
  address: 'one address’s share of MAX_LINKS_PER_MINUTE',
  site: 'the share of one /24 or /56 of MAX_LINKS_PER_MINUTE',
  block: 'the share of one /48 of MAX_LINKS_PER_MINUTE',
  unpaid: 'MAX_UNPAID_LINKS_PER_ADDRESS',
  offer: 'max_payer_links_per_day',
  offer_address: 'one address’s share of max_payer_links_per_day',
  offer_site: 'the share of one /24 or /56 of max_payer_links_per_day',
  signed: 'MAX_SIGNED_LINKS_PER_MINUTE',
};

/** Creates the problem for a limit that is reached: `challenge_required` if a proof of work helps, else `rate_limited`. */
export function overBudget({ of, until }: Reached, now: number): Problem {
  return new Problem(of === 'unproven' ? 'challenge_required' : 'rate_limited', {
    retryAfter: (until - now) / 1000,
    operator: `the limit on new links is reached: ${SETTING_NAMES[of]}`,
  });
}

/** `true` if the problem is one of {@link overBudget}. */
export function isOverBudget({ code }: Problem): boolean {
  return code === 'rate_limited' || code === 'challenge_required';
}
