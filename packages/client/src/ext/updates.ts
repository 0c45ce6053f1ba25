import { isDeepStrictEqual } from 'node:util';

import { ApiError } from '../errors/api-error.ts';
import { NotAppliedError } from '../errors/not-applied-error.ts';
import type { ApiRequest, Role, Send } from '../transport/api-request.ts';
import { type Submission, formOf } from './submission.ts';

/** How a change that carries a file is sent. */
export const PUT_MULTIPART = ['auto', 'put', 'post_override'] as const;
export type PutMultipart = (typeof PUT_MULTIPART)[number];

type Way = 'json' | 'put' | 'post_override';

/** One change to one resource. */
export interface Change<Item> {
  /** What messages call it, like `brand`. */
  readonly kind: string;
  readonly id: string;
  readonly items: { reading(id: string, role: Role): ApiRequest<Item>; pathOf(id: string): string };
  readonly submission: Submission;
  /** Whether MyTPE may want parts even when no file travels. */
  readonly alwaysParts: boolean;
  /** Whether the item has something in this field, which was sent as a file. */
  readonly hasFile?: (item: Item, field: string) => boolean;
}

/**
 * Changes resources. MyTPE documents `PUT` with parts, which PHP, that it seems to be written in, commonly leaves unread:
 * such a change is accepted and does nothing. So each is read back, and sent once more as a `POST` that says
 * `_method=PUT` if nothing has moved. What worked is remembered.
 */
export class Updates {
  #mode: PutMultipart;

  constructor(mode: PutMultipart) {
    this.#mode = mode;
  }

  /** Resolves with the item read back. @throws NotAppliedError when every way was accepted and none did anything. */
  async apply<Item extends object>(send: Send, change: Change<Item>): Promise<Item> {
    const before = await send(change.items.reading(change.id, 'check'));
    let after = before;
    const { submission } = change;
    const path = change.items.pathOf(change.id);
    const ways = this.#ways(submission, change.alwaysParts);
    for (const [index, way] of ways.entries()) {
      const isLast = index === ways.length - 1;
      if (!(await isTaken(send, { path, submission, way, isLast }))) continue;
      after = await send(change.items.reading(change.id, 'confirm'));
      if (effectOf(change, before, after) !== 'seen') continue;
      if (way === 'post_override') this.#mode = 'post_override';
      return after;
    }
    if (effectOf(change, before, after) === 'missing') {
      throw new NotAppliedError('update', change.id, undefined, change.kind);
    }
    return after;
  }

  #ways({ files }: Submission, alwaysParts: boolean): Way[] {
    const parts: Way[] = this.#mode === 'auto' ? ['put', 'post_override'] : [this.#mode];
    if (Object.keys(files).length > 0) return parts;
    return alwaysParts ? ['json', ...parts] : ['json'];
  }
}

/** Sends a change; `false` when MyTPE could not read it sent this way and another is left. */
async function isTaken(
  send: Send,
  { path, submission, way, isLast }: { path: string; submission: Submission; way: Way; isLast: boolean },
): Promise<boolean> {
  const write = { role: 'write', path, answer: 'ignored' } as const;
  try {
    if (way === 'json') await send({ ...write, method: 'PUT', body: JSON.stringify(submission.fields) });
    else if (way === 'put') await send({ ...write, method: 'PUT', body: formOf(submission) });
    else await send({ ...write, method: 'POST', body: formOf(submission, { _method: 'PUT' }) });
    return true;
  } catch (error) {
    if (isLast || !isUnread(error, submission, way)) throw error;
    return false;
  }
}

/** Whether a refusal may mean that the body was not understood: then nothing was changed, and another way may do. */
function isUnread(error: unknown, { fields, files }: Submission, way: Way): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.status === 415) return true;
  if (way === 'json') return false;
  const missing = Object.keys({ ...fields, ...files }).some((name) => name in error.fields);
  return error.status === 405 || (error.status === 422 && missing);
}

/**
 * What a change did, as far as reading the item before and after can tell: `seen`, `missing` when it should show and does
 * not, `unclear` when a file took the place of another and nothing shows it.
 */
function effectOf<Item extends object>(
  { submission: { fields, files }, hasFile = () => true }: Change<Item>,
  before: Item,
  after: Item,
): 'seen' | 'missing' | 'unclear' {
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
