import { isDeepStrictEqual } from 'node:util';

import { ApiError, NotAppliedError } from '../errors.ts';
import type { ApiRequest, Role, Send } from '../transport/api-request.ts';
import { type Submission, formOf } from './submission.ts';

/** The ways to send a multipart update. */
export const PUT_MULTIPART = ['auto', 'put', 'post_override'] as const;
/** A value of {@link PUT_MULTIPART}. */
export type PutMultipart = (typeof PUT_MULTIPART)[number];

type Way = 'json' | 'put' | 'post_override';

/** One update of one resource. */
export interface Change<Item> {
  /** The resource's name in messages, like `brand`. */
  readonly kind: string;
  readonly id: string;
  readonly items: { reading(id: string, role: Role): ApiRequest<Item>; pathOf(id: string): string };
  readonly submission: Submission;
  /** `true` if MyTPE documents multipart for this resource even without files. */
  readonly alwaysParts: boolean;
  /** Returns `true` if the item has a value in this field, which was sent as a file. */
  readonly hasFile?: (item: Item, field: string) => boolean;
}

type Effect = 'seen' | 'missing' | 'unclear';
/** The result of sending an update in one way. */
type Attempt<Item> = { readonly rejection: ApiError } | { readonly item: Item; readonly effect: Effect };

/** The statuses of a server that may not have read the body. A 422 then reports fields as missing that were sent. */
const PERHAPS_UNREAD = [400, 405, 415, 422];
/** The statuses of a server that does not support the method override. They do not report on the update itself. */
const OVERRIDE_UNKNOWN = [404, 405, 415];

/**
 * Updates resources. MyTPE documents a multipart `PUT`, but PHP servers often do not read its body: they reject the
 * update, or accept it and do nothing. The client therefore reads the item back. If the update was rejected or had no
 * effect, the client sends it again as a `POST` with `_method=PUT`. If that works, the client uses it from then on. The
 * client never repeats an update whose outcome is unknown.
 */
export class Updates {
  #mode: PutMultipart;

  constructor(mode: PutMultipart) {
    this.#mode = mode;
  }

  /**
   * Applies an update and returns the item as read afterwards.
   * @throws ApiError if MyTPE rejected the update. NotAppliedError if MyTPE accepted the update but did nothing.
   */
  async apply<Item extends object>(send: Send, change: Change<Item>): Promise<Item> {
    const before = await send(change.items.reading(change.id, 'check'));
    const [way, fallback] = this.#ways(change);
    let result = await attempt(send, change, { way, before });
    if (fallback !== undefined && isPerhapsUnread(result)) {
      const repeated = await attempt(send, change, { way: fallback, before });
      if ('item' in repeated && repeated.effect === 'seen') this.#mode = fallback;
      if ('item' in repeated || !OVERRIDE_UNKNOWN.includes(repeated.rejection.status)) result = repeated;
    }
    if ('rejection' in result) throw result.rejection;
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
  const write = { role: 'write', path: items.pathOf(id), response: 'ignored' } as const;
  try {
    if (way === 'json') await send({ ...write, method: 'PUT', body: JSON.stringify(submission.fields) });
    else if (way === 'put') await send({ ...write, method: 'PUT', body: formOf(submission) });
    else await send({ ...write, method: 'POST', body: formOf(submission, { _method: 'PUT' }) });
  } catch (error) {
    // If the outcome is unknown, MyTPE may have applied the update, so the client does not send it again.
    if (error instanceof ApiError && error.outcome === 'rejected') return { rejection: error };
    throw error;
  }
  const item = await send(items.reading(id, 'confirm'));
  return { item, effect: effectOf(change, before, item) };
}

function isPerhapsUnread(result: Attempt<object>): boolean {
  return 'rejection' in result ? PERHAPS_UNREAD.includes(result.rejection.status) : result.effect !== 'seen';
}

/**
 * Compares the item before and after an update. Returns `seen` if the update is visible, `missing` if it should be
 * visible but is not, and `unclear` if a file replaced another file without a visible difference.
 */
function effectOf<Item extends object>(
  { submission: { fields, files }, hasFile = () => true }: Change<Item>,
  before: Item,
  after: Item,
): Effect {
  const due = Object.entries(fields).flatMap(([name, value]) => {
    const seen = shown(before, name);
    // PHP servers often trim strings.
    return seen === undefined || seen === value || seen === value?.trim() ? [] : [name];
  });
  const names = Object.keys(files);
  if (due.some((name) => shown(after, name) === shown(before, name))) return 'missing';
  if (names.some((name) => !hasFile(after, name))) return 'missing';
  return due.length > 0 || names.length === 0 || !isDeepStrictEqual(before, after) ? 'seen' : 'unclear';
}

/**
 * Returns a field of an item. For an id, also looks in the related object. Returns `undefined` if the response does not
 * contain the field.
 */
function shown(item: object, name: string): unknown {
  const seen = item as Readonly<Record<string, unknown>>;
  if (seen[name] !== undefined) return seen[name];
  const loaded = name.endsWith('_id') ? seen[name.slice(0, -'_id'.length)] : undefined;
  return typeof loaded === 'object' && loaded !== null ? (loaded as { id?: unknown }).id : loaded;
}
