import { ApiError, InvalidInputError, MytpeError, NotAppliedError } from '@mytpe-pay/client';
import type { Centimes } from '@mytpe-pay/contract/money';

import type { RefusalOf } from '../domain/api-limits.ts';
import type { LinkTerms } from '../domain/terms.ts';
import { Problem } from '../lib/problem.ts';

/** Metadata key under which every link carries our row's id: the only way to recognise a create whose answer was lost. */
export const OUR_REF = 'our_ref';

/** What is asked of MyTPE when a link is made. */
export interface LinkDraft {
  readonly instanceId: string;
  readonly title: string;
  readonly description: string | null;
  readonly terms: LinkTerms;
  /** Flat; holds {@link OUR_REF}. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What {@link Gateway.newSlug} made; a create is repeated under the same. */
  readonly slug: string | null;
  /** When it was asked for, and when it is closed if nobody paid; epoch ms. `null`: never. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** A link that may have been made: what is known of it. */
export interface SoughtLink {
  /** Our row's. */
  readonly id: string;
  readonly instanceId: string;
  readonly title: string;
  readonly terms: LinkTerms;
  readonly slug: string | null;
}

/** A link as MyTPE tells it. `url` is theirs, byte for byte. */
export interface UpstreamLink {
  readonly id: string;
  readonly url: string;
  /** MyTPE's word, `draft` included. */
  readonly status: string;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  /** `true` if this is the response to a publication, which MyTPE does not document: the link must be read soon. */
  readonly unconfirmed?: boolean;
}

/** Why a call upstream failed, and what is known about its effect. */
export type GatewayFailure =
  /** MyTPE answered no; nothing happened. */
  | 'rejected'
  /** The name is in use: by a stranger's link, or by the very one that an earlier try made. Now nothing happened. */
  | 'taken'
  /** MyTPE refused the credentials or the instance: the operator must act. */
  | 'misconfigured'
  /** It surely was not executed (not sent, or told to come later). */
  | 'unavailable'
  /** Nobody knows whether it was executed. */
  | 'unknown';

/** A call upstream failed; `message` is for the operator's log. */
export class GatewayError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: GatewayFailure;
  /** Seconds MyTPE asked to wait. */
  readonly retryAfter: number | null;

  constructor(failure: GatewayFailure, message: string, options: { cause?: unknown; retryAfter?: number | null } = {}) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** A payment instance, as far as issuing cares. */
export interface PaymentInstance {
  readonly id: string;
  readonly title: string;
  readonly chargeable: boolean;
}

/** The MyTPE API in use. Every method throws {@link GatewayError}. */
export interface Gateway {
  /** Part of every fingerprint: links of one MyTPE never serve another. */
  readonly baseUrl: string;
  /** There are no drafts: a link can be paid from the moment it is made, so one too many must be found and closed. */
  readonly createsPayable: boolean;
  /** MyTPE can close a link for good. Else `archive` pauses it, and what we closed is told from our row. */
  readonly archives: boolean;
  /** Pausing, resuming and archiving are one and the same call there, which must not be sent twice. */
  readonly flips: boolean;
  /** A name for a link that is about to be made, under which there can be only one; `null` where MyTPE chooses. */
  newSlug(title: string): string | null;
  /** Why links of these terms cannot be made here; `null` when they can. */
  readonly refusal: RefusalOf;
  /** Creates a draft, which cannot be paid until it is published; or, with `createsPayable`, the link. */
  create(draft: LinkDraft): Promise<UpstreamLink>;
  publish(id: string): Promise<UpstreamLink>;
  /** `null` when MyTPE does not know the link (any more). */
  get(id: string): Promise<UpstreamLink | null>;
  pause(id: string): Promise<UpstreamLink>;
  resume(id: string): Promise<UpstreamLink>;
  archive(id: string): Promise<UpstreamLink>;
  updateTexts(id: string, texts: Pick<LinkDraft, 'title' | 'description' | 'metadata'>): Promise<void>;
  /** What was made for this row, oldest first. `since`: when the create was sent, epoch ms. */
  findDrafts(sought: SoughtLink, since: number): Promise<UpstreamLink[]>;
  /** Drafts (with `createsPayable`: active links) that carry any row's id, with that id: what a sweep looks through. */
  drafts(): AsyncIterable<{ readonly ourRef: string; readonly link: UpstreamLink }>;
  instances(): Promise<PaymentInstance[]>;
}

/** What a failed call means for issuing: the one question is whether anything may have happened. */
function failureOf(error: MytpeError): GatewayFailure {
  if (error.outcome === 'unknown') return 'unknown';
  if (error instanceof InvalidInputError) return 'rejected';
  if (!(error instanceof ApiError)) return 'unavailable';
  if (error.status === 401) return 'misconfigured';
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429
    ? 'rejected'
    : 'unavailable';
}

/**
 * `true` if MyTPE accepted an action, but the link read afterwards had not moved: MyTPE is there, and the read is its word.
 * Another caller may have moved the link back in between.
 */
export function isNotApplied({ cause }: GatewayError): boolean {
  return cause instanceof NotAppliedError;
}

/** Runs a call and turns the client's errors into ours; anything else is a mistake in this program. */
export async function translated<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof MytpeError)) throw error;
    const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined;
    const retryAfter = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1000);
    throw new GatewayError(failureOf(error), error.message, { cause: error, retryAfter });
  }
}

/** Like {@link translated}, with `null` for what MyTPE does not know. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await translated(call);
  } catch (error) {
    if (error instanceof GatewayError && error.cause instanceof ApiError && error.cause.status === 404) return null;
    throw error;
  }
}

/** What the caller is told when MyTPE did not do what was asked. */
export function gatewayProblem(error: GatewayError): Problem {
  const facts = { cause: error, operator: error.message };
  if (error.failure === 'rejected') return new Problem('upstream_rejected', facts);
  if (error.failure === 'misconfigured') return new Problem('misconfigured', facts);
  return new Problem('upstream_unavailable', { retryAfter: error.retryAfter ?? 10, ...facts });
}
