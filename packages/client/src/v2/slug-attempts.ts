import { ApiError } from '../errors/api-error.ts';
import { gaveUp } from '../transport/failure.ts';
import { unlessAborted } from '../transport/timing.ts';
import { createSlug } from './slug.ts';

export interface SlugOptions {
  /**
   * Told the slug before it is sent, and waited for: to store it, because it finds the link when the answer is lost. When
   * it throws, nothing is sent.
   */
  readonly onSlug?: ((slug: string) => void | Promise<void>) | undefined;
}

export interface SlugAttempts extends SlugOptions {
  readonly title: string;
  /** What the caller chose. */
  readonly slug?: string | undefined;
  readonly random: () => number;
  /** Ends the wait for `onSlug`. */
  readonly signal: AbortSignal;
}

const TRIES = 3;

/** What was not sent when the wait ends. */
const STORE = { role: 'write', method: 'POST', path: '/links/store', answer: 'ignored' } as const;

/**
 * Makes `work` of a slug: the caller's own once, else a new one up to three times while it is refused as taken. Only a
 * clean refusal leads to another: after anything else "taken" could mean the link that this very call made.
 */
export async function withSlug<T>(attempts: SlugAttempts, work: (slug: string) => Promise<T>): Promise<T> {
  const { title, slug: own, random } = attempts;
  for (let number = 1; ; number += 1) {
    const slug = own ?? createSlug(title, random);
    await tell(slug, attempts);
    try {
      return await work(slug);
    } catch (error) {
      if (own !== undefined || number === TRIES || !isTaken(error)) throw error;
    }
  }
}

async function tell(slug: string, { onSlug, signal }: SlugAttempts): Promise<void> {
  if (onSlug === undefined) return;
  const told = (async () => await onSlug(slug))();
  await unlessAborted(signal, told).catch((error: unknown): never => {
    throw signal.aborted ? gaveUp(STORE, signal.reason, false) : error;
  });
}

/** A 422 about other fields too would be the same with another slug. */
function isTaken(error: unknown): boolean {
  return error instanceof ApiError && error.status === 422 && Object.keys(error.fields).join() === 'slug';
}
