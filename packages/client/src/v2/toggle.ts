import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { MytpeError } from '../errors/mytpe-error.ts';
import { NotAppliedError } from '../errors/not-applied-error.ts';
import type { ApiRequest, Role, Send } from '../transport/api-request.ts';
import { gaveUp } from '../transport/failure.ts';
import type { V2Link } from './link.ts';
import { Turns } from './turns.ts';

/** A link, and the status it shall have. */
export interface ToggleTarget {
  readonly id: string;
  /** Of the request that flips. */
  readonly path: string;
  readonly reading: (role: Role) => ApiRequest<V2Link>;
  readonly status: 'active' | 'inactive';
  readonly signal: AbortSignal;
}

/** Sets what v2 can only flip. In one process, two calls for one link never read and flip across each other. */
export class Toggle {
  readonly #turns = new Turns();

  async set(send: Send, target: ToggleTarget): Promise<V2Link> {
    const { id, path, signal } = target;
    const flip = { role: 'write', method: 'PATCH', path, answer: 'ignored' } as const;
    const leave = await this.#turns.take(id, signal).catch((reason: unknown): never => {
      throw gaveUp(flip, reason, false);
    });
    try {
      return await setOnce(send, target, flip);
    } finally {
      leave();
    }
  }
}

async function setOnce(send: Send, target: ToggleTarget, flip: ApiRequest<unknown>): Promise<V2Link> {
  const { id, status, reading } = target;
  const before = await send(reading('check'));
  if (before.status === status) return before;
  if (before.status !== 'active' && before.status !== 'inactive') {
    const problem = `is ${before.status}: only active and inactive links can be switched`;
    throw new InvalidInputError(`link ${id}`, { status: [problem] });
  }
  try {
    await send(flip);
  } catch (error) {
    return await seenAfter(error, send, target);
  }
  const after = await send(reading('confirm'));
  if (after.status === before.status) throw new NotAppliedError('toggle', id, after.status);
  return after;
}

/** A flip whose answer was lost is never repeated, but what it should lead to may be there to see. */
async function seenAfter(error: unknown, send: Send, { status, reading }: ToggleTarget): Promise<V2Link> {
  if (!(error instanceof MytpeError) || error.outcome !== 'unknown') throw error;
  const link = await send(reading('confirm')).catch((): never => {
    throw error;
  });
  if (link.status === status) return link;
  throw error;
}
