import { isDeepStrictEqual } from 'node:util';

import { ApiError } from '../errors/api-error.ts';
import { NotAppliedError } from '../errors/not-applied-error.ts';
import type { ApiRequest, Role, Send } from '../transport/api-request.ts';
import { type Submission, formOf } from './submission.ts';

/** The ways to send a multipart change. */
export const PUT_MULTIPART = ['auto', 'put', 'post_override'] as const;
export type PutMultipart = (typeof PUT_MULTIPART)[number];

type Way = 'json' | 'put' | 'post_override';

/** One change to one resource. */
export interface Change<Item> {
  /** The resource's name in messages, like `brand`. */
  readonly kind: string;
  readonly id: string;
  readonly items: { reading(id: string, role: Role): ApiRequest<Item>; pathOf(id: string): string };
  readonly submission: Submission;
  /** `true` if MyTPE documents multipart for this resource even when no file travels. */
  readonly alwaysParts: boolean;
  /** `true` if the item has something in this field, which was sent as a file. */
  readonly hasFile?: (item: Item, field: string) => boolean;
}

type Effect = 'seen' | 'missing' | 'unclear';
/** The result of sending a change one way. */
type Attempt<Item> = { readonly refusal: ApiError } | { readonly item: Item; readonly effect: Effect };

/** Statuses of a server that did not read the body. A 422 then calls fields missing that were sent. */
const PERHAPS_UNREAD = [400, 405, 415, 422];
/** Statuses of a server that does not know the method override. They say nothing about the change itself. */
const OVERRIDE_UNKNOWN = [404, 405, 415];

/**
 * Changes resources. MyTPE documents `PUT` with parts, which PHP back ends commonly leave unread: they refuse such a
 * change, or accept it and do nothing. So the client reads the item back. If the change was refused or has no effect,
 * the client sends it once more as a `POST` with `_method=PUT`, and remembers that way when it worked. A change whose
 * outcome is unknown is never sent again.
 */
export class Updates {
  #mode: PutMultipart;

  constructor(mode: PutMultipart) {
    this.#mode = mode;
  }

  /**
   * Resolves with the item read back.
   * @throws ApiError when MyTPE refused the change; NotAppliedError when it accepted the change and did nothing.
   */
  async apply<Item extends object>(send: Send, change: Change<Item>): Promise<Item> {
    const before = await send(change.items.reading(change.id, 'check'));
    const [way, fallback] = this.#ways(change);
    let result = await attempt(send, change, { way, before });
    if (fallback !== undefined && isPerhapsUnread(result)) {
      const repeated = await attempt(send, change, { way: fallback, before });
      if ('item' in repeated && repeated.effect === 'seen') this.#mode = fallback;
      if ('item' in repeated || !OVERRIDE_UNKNOWN.includes(repeated.refusal.status)) result = repeated;
    }
    if ('refusal' in result) throw result.refusal;
    if (result.effect === 'missing') throw new NotAppliedError('update', change.id, undefined, change.kind);
    return result.item;
  }

  #ways({ submission, alwaysParts }: Pick<Change<object>, 'submission' | 'alwaysParts'>): [Way, 'post_override'?] {
    if (!alwaysParts && Object.keys(submission.files).length === 0) return ['json'];
    return this.#mode === 'auto' ? ['put', 'post_override'] : [this.#mode];
  }
}

async function attempt<Item extends object>(
  send: Send,
  change: Change<Item>,
  { way, before }: { way: Way; before: Item },
): Promise<Attempt<Item>> {
  const { id, items, submission } = change;
  const write = { role: 'write', path: items.pathOf(id), answer: 'ignored' } as const;
  try {
    if (way === 'json') await send({ ...write, method: 'PUT', body: JSON.stringify(submission.fields) });
    else if (way === 'put') await send({ ...write, method: 'PUT', body: formOf(submission) });
    else await send({ ...write, method: 'POST', body: formOf(submission, { _method: 'PUT' }) });
  } catch (error) {
    // After an unknown outcome the change may have been made, so the caller has to look first.
    if (error instanceof ApiError && error.outcome === 'rejected') return { refusal: error };
    throw error;
  }
  const item = await send(items.reading(id, 'confirm'));
  return { item, effect: effectOf(change, before, item) };
}

function isPerhapsUnread(result: Attempt<object>): boolean {
  return 'refusal' in result ? PERHAPS_UNREAD.includes(result.refusal.status) : result.effect !== 'seen';
}

/**
 * The effect of a change, from reading the item before and after: `seen`, `missing` when it should show and does not,
 * `unclear` when a file replaced another and nothing shows it.
 */
function effectOf<Item extends object>(
  { submission: { fields, files }, hasFile = () => true }: Change<Item>,
  before: Item,
  after: Item,
): Effect {
  const due = Object.entries(fields).flatMap(([name, value]) => {
    const seen = shown(before, name);
    // PHP servers commonly trim what they are sent.
    return seen === undefined || seen === value || seen === value?.trim() ? [] : [name];
  });
  const names = Object.keys(files);
  if (due.some((name) => shown(after, name) === shown(before, name))) return 'missing';
  if (names.some((name) => !hasFile(after, name))) return 'missing';
  return due.length > 0 || names.length === 0 || !isDeepStrictEqual(before, after) ? 'seen' : 'unclear';
}

/** A field of an item, an id also where only what it names was loaded; `undefined` when it cannot be seen. */
function shown(item: object, name: string): unknown {
  const seen = item as Readonly<Record<string, unknown>>;
  if (seen[name] !== undefined) return seen[name];
  const loaded = name.endsWith('_id') ? seen[name.slice(0, -'_id'.length)] : undefined;
  return typeof loaded === 'object' && loaded !== null ? (loaded as { id?: unknown }).id : loaded;
}
