/** Kinds of calls to MyTPE, for a label. The list is closed, so that no id of an address becomes a label. */
export const CALLS = [
  'create',
  'update',
  'publish',
  'pause',
  'resume',
  'archive',
  'switch',
  'read',
  'list',
  'instances',
  'other',
] as const;
export type Call = (typeof CALLS)[number];

/** Method and path of each kind, of both APIs; the first match counts. */
const PATTERNS: readonly (readonly [RegExp, Call])[] = [
  [/^POST \/links(?:\/store)?$/, 'create'],
  [/^(?:PUT \/links|POST \/links\/update)\/[^/]+$/, 'update'],
  [/^POST \/links\/[^/]+\/publish$/, 'publish'],
  [/^POST \/links\/[^/]+\/pause$/, 'pause'],
  [/^POST \/links\/[^/]+\/resume$/, 'resume'],
  [/^POST \/links\/[^/]+\/archive$/, 'archive'],
  [/^POST \/links\/[^/]+\/toggle-status$/, 'switch'],
  [/^GET \/links\/[^/]+$/, 'read'],
  [/^GET (?:\/[^/]+)?\/links$/, 'list'],
  // v2 lists its instances at the base address itself.
  [/^GET (?:|\/(?:active|instances(?:\/[^/]+)?))$/, 'instances'],
];

/** Returns the kind of a call. @param path as the client logs it: without base address and query. */
export function callOf(method: string, path: string): Call {
  const call = `${method} ${path}`;
  return PATTERNS.find(([pattern]) => pattern.test(call))?.[1] ?? 'other';
}

export type CallOutcome = 'ok' | 'refused' | 'rate_limited' | 'failed' | 'no_answer';

/** Returns the outcome of a call. @param status `undefined` when no response came. */
export function outcomeOf(status: number | undefined): CallOutcome {
  if (status === undefined) return 'no_answer';
  if (status < 400) return 'ok';
  if (status === 429) return 'rate_limited';
  return status < 500 ? 'refused' : 'failed';
}
