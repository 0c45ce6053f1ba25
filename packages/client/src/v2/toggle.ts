import { InvalidInputError, MytpeError, NotAppliedError } from '../errors.ts';
import type { ApiRequest, Role, Send } from '../transport/api-request.ts';
import { interruptedError } from '../transport/failure.ts';
import { KeyedLock } from './keyed-lock.ts';
import type { V2Link } from './link.ts';

/** A link and its requested status. */
export interface ToggleTarget {
  readonly id: string;
  /** The path of the toggle request. */
  readonly path: string;
  readonly reading: (role: Role) => ApiRequest<V2Link>;
  readonly status: 'active' | 'inactive';
  readonly signal: AbortSignal;
}

/**
 * Sets the status of a link. v2 can only toggle it, so concurrent calls for one link would cancel each other. Within
 * one process, the calls run one after the other.
 */
export class Toggle {
  readonly #locks = new KeyedLock();

  async set(send: Send, target: ToggleTarget): Promise<V2Link> {
    const { id, path, signal } = target;
    const flip = { role: 'write', method: 'PATCH', path, response: 'ignored' } as const;
    const release = await this.#locks.acquire(id, signal).catch((reason: unknown): never => {
      throw interruptedError(flip, reason, false);
    });
    try {
      return await setOnce(send, target, flip);
    } finally {
      release();
    }
  }
}

async function setOnce(send: Send, target: ToggleTarget, flip: ApiRequest<unknown>): Promise<V2Link> {
  const { id, status, reading } = target;
  const before = await send(reading('check'));
  if (before.status === status) return before;
  if (before.status !== 'active' && before.status !== 'inactive') {
    const problem = `is ${before.status}: only active and inactive links can be toggled`;
    throw new InvalidInputError(`link ${id}`, { status: [problem] });
  }
  try {
    await send(flip);
  } catch (error) {
    return await confirmAfter(error, send, target);
  }
  const after = await send(reading('confirm'));
  if (after.status === before.status) throw new NotAppliedError('toggle', id, after.status);
  return after;
}

/**
 * Reads the link after a toggle request whose response was lost. Never repeats the request; succeeds if the link has
 * the requested status.
 */
async function confirmAfter(error: unknown, send: Send, { status, reading }: ToggleTarget): Promise<V2Link> {
  if (!(error instanceof MytpeError) || error.outcome !== 'unknown') throw error;
  const link = await send(reading('confirm')).catch((): never => {
    throw error;
  });
  if (link.status === status) return link;
  throw error;
}
