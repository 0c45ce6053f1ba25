import { z } from 'zod';

import { ApiError } from '../errors.ts';
import { interruptedError } from '../transport/failure.ts';
import { unlessAborted } from '../transport/timing.ts';

const MAX_LENGTH = 60;
const TAIL_LENGTH = 6;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The slugs that the client accepts. MyTPE does not document its own rule. */
export const SlugInput = z
  .string()
  .regex(/^[a-z\d][a-z\d-]{1,58}[a-z\d]$/, 'must be 3 to 60 lowercase letters, digits and inner hyphens');

/**
 * Creates a slug from a title, with six random characters at the end: `limited-offer-k3x9p0`. Keeps only the Latin
 * letters and digits of the title. Store the slug before you create the link, because it identifies the link if the
 * response is lost.
 * @param random Returns a number from 0 to 1. Called six times.
 */
export function createSlug(title: string, random: () => number = Math.random): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-');
  const readable = words
    .slice(0, MAX_LENGTH)
    .replace(/^-/, '')
    .slice(0, MAX_LENGTH - TAIL_LENGTH - 1)
    .replace(/-$/, '');
  return `${readable || 'link'}-${tail(random)}`;
}

function tail(random: () => number): string {
  const pick = () => LETTERS[Math.min(Math.floor(random() * LETTERS.length), LETTERS.length - 1)]!;
  return Array.from({ length: TAIL_LENGTH }, pick).join('');
}

/** Options for generated slugs. */
export interface SlugOptions {
  /**
   * Called with each slug before the client sends it; the client waits for it. Store the slug here, because it
   * identifies the link if the response is lost. If the function throws, nothing is sent.
   */
  readonly onSlug?: ((slug: string) => void | Promise<void>) | undefined;
}

export interface SlugAttempts extends SlugOptions {
  readonly title: string;
  /** The caller's own slug. */
  readonly slug?: string | undefined;
  readonly random: () => number;
  /** Ends the wait for `onSlug`. */
  readonly signal: AbortSignal;
}

const TRIES = 3;

/** The request in the error message if the wait for `onSlug` ends early. */
const STORE = { role: 'write', method: 'POST', path: '/links/store', response: 'ignored' } as const;

/**
 * Calls `work` with the caller's own slug once, or with up to three generated slugs while MyTPE reports them as taken.
 * Any other failure ends the loop, because "taken" could then mean the link that this call created.
 */
export async function withSlug<T>(attempts: SlugAttempts, work: (slug: string) => Promise<T>): Promise<T> {
  const { title, slug: own, random } = attempts;
  for (let number = 1; ; number += 1) {
    const slug = own ?? createSlug(title, random);
    await notifyOnSlug(slug, attempts);
    try {
      return await work(slug);
    } catch (error) {
      if (own !== undefined || number === TRIES || !isTaken(error)) throw error;
    }
  }
}

async function notifyOnSlug(slug: string, { onSlug, signal }: SlugAttempts): Promise<void> {
  if (onSlug === undefined) return;
  const notified = (async () => await onSlug(slug))();
  await unlessAborted(signal, notified).catch((error: unknown): never => {
    throw signal.aborted ? interruptedError(STORE, signal.reason, false) : error;
  });
}

/** Returns `true` if only the slug is invalid. Another slug would not help against errors in other fields. */
function isTaken(error: unknown): boolean {
  return error instanceof ApiError && error.status === 422 && Object.keys(error.fields).join() === 'slug';
}
