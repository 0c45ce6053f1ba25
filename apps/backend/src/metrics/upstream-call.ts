/** What a call to MyTPE is about, for a label: a closed list, whatever ids an address holds. */
export const CALLS = [
  'create',
  'update',
  'publish',
  'pause',
  'resume',
  'archive',
  'read',
  'list',
  'instances',
  'other',
] as const;
export type Call = (typeof CALLS)[number];

const ACTIONS: readonly Call[] = ['publish', 'pause', 'resume', 'archive'];

/** @param path as the client logs it: without base address and query. */
export function callOf(method: string, path: string): Call {
  const [resource, id, action, ...more] = path.split('/').filter(Boolean);
  if (resource === 'instances') return 'instances';
  if (resource !== 'links' || more.length > 0) return 'other';
  if (action !== undefined) return ACTIONS.find((name) => name === action) ?? 'other';
  if (id === undefined) return method === 'POST' ? 'create' : 'list';
  return method === 'GET' ? 'read' : 'update';
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
