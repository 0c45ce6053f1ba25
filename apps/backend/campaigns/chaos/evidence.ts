import type { LinkResponse, Outcome } from './payer.ts';

/** A link at MyTPE at the end of the campaign. */
export interface MadeLink {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly ourRef: string;
  /** Reference of the attempt that the link was created for; `null` for a shared link. */
  readonly reference: string | null;
  /** `true` if the link was payable at any time. */
  readonly wasPublished: boolean;
}

/** The results of a campaign, from which the judge finds violations. */
export interface Evidence {
  readonly outcomes: readonly Outcome[];
  readonly links: readonly MadeLink[];
  /** The final state of each acknowledged link according to the backends, by link id; `null` if they do not know the link. */
  readonly views: ReadonlyMap<string, LinkResponse | null>;
  /** Successful payments of each link at the end, of two attempts; by MyTPE's id. */
  readonly payments: ReadonlyMap<string, number>;
  /** Number of times that a backend ended on its own. */
  readonly deaths: number;
}

export const RULES = [
  'refused',
  'never acknowledged',
  'two links returned',
  'lost',
  'not payable',
  'not exactly one published',
  'wrong link published',
  'not paid exactly once',
  'draft left',
  'backend crashed',
] as const;

/** A guarantee that the backend broke. */
export interface Violation {
  readonly rule: (typeof RULES)[number];
  readonly attempt: number | null;
  readonly detail: string;
}
