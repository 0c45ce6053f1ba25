import { ApiError, InvalidInputError, MytpeError, NotAppliedError } from '@mytpe-pay/client';
import type { Centimes } from '@mytpe-pay/contract/money';

import type { RefusalOf } from '../domain/api-limits.ts';
import type { LinkTerms } from '../domain/terms.ts';
import { Problem } from '../lib/problem.ts';

/** The metadata key of the row's id in every link. Only it identifies a link whose create response was lost. */
export const OUR_REF = 'our_ref';

/** A link to create. */
export interface LinkDraft {
  readonly instanceId: string;
  readonly title: string;
  readonly description: string | null;
  readonly terms: LinkTerms;
  /** Flat; holds {@link OUR_REF}. */
  readonly metadata: Readonly<Record<string, string>>;
  /** From {@link Gateway.newSlug}. Every retry of the create uses the same slug. */
  readonly slug: string | null;
  /** When it was requested, and when the backend closes it if it is unpaid (`null`: never); epoch ms. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** The search for a link whose create has an unknown outcome. */
export interface SoughtLink {
  /** The id of the row. */
  readonly id: string;
  readonly instanceId: string;
  readonly title: string;
  readonly terms: LinkTerms;
  readonly slug: string | null;
}

/** A link as MyTPE returns it, with its URL unchanged. */
export interface UpstreamLink {
  readonly id: string;
  readonly url: string;
  /** MyTPE's status, `draft` included. */
  readonly status: string;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  /** `true` if this is the response to a publication, which MyTPE does not document: the link must be read soon. */
  readonly unconfirmed?: boolean;
}

/** Why a call to MyTPE failed, and what is known about its effect. */
export type GatewayFailure =
  /** MyTPE refused the request; it changed nothing. */
  | 'rejected'
  /** The slug is in use, by another link, or by the link that an earlier attempt created. This attempt changed nothing. */
  | 'taken'
  /** MyTPE refused the credentials or the instance: the operator must act. */
  | 'misconfigured'
  /** The call was certainly not executed (not sent, or MyTPE asked to retry later). */
  | 'unavailable'
  /** MyTPE may or may not have executed the call. */
  | 'unknown';

/** A failed call to MyTPE. `message` is for the operator's log. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly failure: GatewayFailure;
  /** Seconds after which MyTPE asked to retry; `null` if it did not. */
  readonly retryAfter: number | null;

  constructor(failure: GatewayFailure, message: string, options: { cause?: unknown; retryAfter?: number | null } = {}) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.retryAfter = options.retryAfter ?? null;
  }
}

/** A payment instance of the MyTPE account. */
export interface PaymentInstance {
  readonly id: string;
  readonly title: string;
  /** `true` if its links can be paid. */
  readonly chargeable: boolean;
}

/** The MyTPE API in use. Every method throws {@link GatewayError}. */
export interface Gateway {
  /** The API's address. It is part of every fingerprint, so that links of one MyTPE never serve another. */
  readonly baseUrl: string;
  /** `true` if links have no drafts and are payable from their creation. A surplus link must be found and closed. */
  readonly createsPayable: boolean;
  /** `true` if MyTPE can close a link permanently. Otherwise `archive` pauses it, and only the row knows that it is closed. */
  readonly archives: boolean;
  /** `true` if pause, resume and archive are the same toggling call, which must not be sent twice. */
  readonly flips: boolean;
  /** Returns a slug for a new link, which at most one link can have; `null` if MyTPE chooses the slug. */
  newSlug(title: string): string | null;
  /** Returns the reason why this API cannot create a link with some terms; `null` if it can. */
  readonly refusal: RefusalOf;
  /** Creates a draft, which is not payable until it is published; with `createsPayable`, a payable link. */
  create(draft: LinkDraft): Promise<UpstreamLink>;
  /** Publishes a draft. Rejects with `createsPayable`, because there are no drafts. */
  publish(id: string): Promise<UpstreamLink>;
  /** Reads a link; `null` if MyTPE does not know it (any more). */
  get(id: string): Promise<UpstreamLink | null>;
  /** Pauses a link, and returns it. Returns a link that is already paused or closed unchanged. */
  pause(id: string): Promise<UpstreamLink>;
  resume(id: string): Promise<UpstreamLink>;
  archive(id: string): Promise<UpstreamLink>;
  updateTexts(id: string, texts: Pick<LinkDraft, 'title' | 'description' | 'metadata'>): Promise<void>;
  /** Returns the links that MyTPE created for a row, the oldest first. @param since when the create was sent, epoch ms. */
  findDrafts(sought: SoughtLink, since: number): Promise<UpstreamLink[]>;
  /** Yields drafts (with `createsPayable`: active links) that contain a row's id, for the sweeper. */
  drafts(): AsyncIterable<{ readonly ourRef: string; readonly link: UpstreamLink }>;
  /** Lists the payment instances of the account. */
  instances(): Promise<PaymentInstance[]>;
}

/** Classifies an error of the client by whether MyTPE may have executed the call. */
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
 * `true` if MyTPE accepted an action, but the next read showed the old status. MyTPE is up and its read is valid: another
 * caller may have reverted the action in between.
 */
export function isNotApplied({ cause }: GatewayError): boolean {
  return cause instanceof NotAppliedError;
}

/** Awaits a call. @throws GatewayError for the client's errors. Any other error is a bug and is thrown unchanged. */
export async function withGatewayErrors<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof MytpeError)) throw error;
    const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined;
    const retryAfter = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1000);
    throw new GatewayError(failureOf(error), error.message, { cause: error, retryAfter });
  }
}

/** Like {@link withGatewayErrors}, but returns `null` for a 404 of MyTPE. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await withGatewayErrors(call);
  } catch (error) {
    if (error instanceof GatewayError && error.cause instanceof ApiError && error.cause.status === 404) return null;
    throw error;
  }
}

/** Returns the response to a client whose request failed at MyTPE. */
export function gatewayProblem(error: GatewayError): Problem {
  const details = { cause: error, operator: error.message };
  if (error.failure === 'rejected') return new Problem('upstream_rejected', details);
  if (error.failure === 'misconfigured') return new Problem('misconfigured', details);
  return new Problem('upstream_unavailable', { retryAfter: error.retryAfter ?? 10, ...details });
}
