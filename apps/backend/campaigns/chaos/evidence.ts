import type { Outcome, ToldLink } from './payer.ts';

/** A link at MyTPE when all is over. */
export interface MadeLink {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly ourRef: string;
  /** The attempt it was made for; `null` when it is shared. */
  readonly reference: string | null;
  /** Whether it could be paid at any time. */
  readonly wasPublished: boolean;
}

/** What a campaign leaves behind, to be judged. */
export interface Evidence {
  readonly outcomes: readonly Outcome[];
  readonly links: readonly MadeLink[];
  /** What the backends say in the end of each link that was acknowledged, by its id; `null`: they do not know it. */
  readonly views: ReadonlyMap<string, ToldLink | null>;
  /** How often each link could be paid in the end, of two tries; by MyTPE's id. */
  readonly payments: ReadonlyMap<string, number>;
  /** Backends that ended without being told to. */
  readonly deaths: number;
}

export const RULES = [
  'refused',
  'never acknowledged',
  'two links told',
  'lost',
  'not payable',
  'not exactly one published',
  'another link than told',
  'not paid exactly once',
  'stray left',
  'backend died',
] as const;

/** A promise that was not kept. */
export interface Violation {
  readonly rule: (typeof RULES)[number];
  readonly attempt: number | null;
  readonly detail: string;
}
