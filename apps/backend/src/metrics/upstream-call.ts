/** What a call to MyTPE is about, for a label: a closed list, whatever ids an address holds. */
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

/** Method and path of each, of both APIs; the first that fits. */
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

/** @param path as the client logs it: without base address and query. */
export function callOf(method: string, path: string): Call {
  const call = `${method} ${path}`;
  return PATTERNS.find(([pattern]) => pattern.test(call))?.[1] ?? 'other';
}

/** How MyTPE took it. */
export const OUTCOMES = ['ok', 'refused', 'rate_limited', 'failed', 'no_answer'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** @param status `undefined` when no answer came. */
export function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined) return 'no_answer';
  if (status < 400) return 'ok';
  if (status === 429) return 'rate_limited';
  return status < 500 ? 'refused' : 'failed';
}
