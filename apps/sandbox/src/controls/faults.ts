import { randomUUID } from 'node:crypto';

import { z } from 'zod';

const MAX_LATENCY_MS = 120_000;
const MAX_FAULTS = 100;

export const FAULT_TYPES = ['status', 'latency', 'reset_before', 'reset_after', 'malformed'] as const;

/** A trouble to make: which calls it hits, what happens to them, and how often (`times` absent: until it is removed). */
export const FaultRequest = z.strictObject({
  match: z
    .strictObject({
      method: z.string().max(10).toUpperCase().optional(),
      path_regex: z.string().max(300).refine(isRegex, 'must be a regular expression').optional(),
    })
    .default({}),
  fault: z.strictObject({
    type: z.enum(FAULT_TYPES),
    status: z.int().min(400).max(599).default(503),
    ms: z.int().min(0).max(MAX_LATENCY_MS).default(1_000),
    retry_after: z.int().min(0).max(86_400).optional(),
  }),
  times: z.int().min(1).max(1_000_000).optional(),
});
export type FaultRequest = z.infer<typeof FaultRequest>;

export interface Fault extends FaultRequest {
  readonly id: string;
  /** How many calls it has hit. */
  hits: number;
}

/** The troubles that are set. They live in memory: a restart is always a healthy sandbox. */
export interface Faults {
  /** Throws `RangeError` when 100 are set already. */
  add(request: FaultRequest): Fault;
  list(): Fault[];
  /** Removes one, or all without an id; says whether there was any such. */
  remove(id?: string): boolean;
  /** The first fault, oldest first, that hits this call; it counts as one of its times. `path` has no query. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  const faults = new Map<string, Fault>();
  return {
    add(request) {
      if (faults.size >= MAX_FAULTS) throw new RangeError(`At most ${MAX_FAULTS} faults can be set; remove some.`);
      const fault = { id: randomUUID(), ...request, hits: 0 };
      faults.set(fault.id, fault);
      return fault;
    },
    list: () => [...faults.values()],
    remove(id) {
      if (id !== undefined) return faults.delete(id);
      faults.clear();
      return true;
    },
    take(method, path) {
      const hit = [...faults.values()].find((fault) => isHit(fault, method, path));
      if (hit === undefined) return undefined;
      hit.hits += 1;
      if (hit.hits === hit.times) faults.delete(hit.id);
      return hit;
    },
  };
}

function isHit({ match }: Fault, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  return match.path_regex === undefined || new RegExp(match.path_regex).test(path);
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
