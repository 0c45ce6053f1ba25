import type { HostileRequest } from './request.ts';
import type { Exchange } from './wire.ts';

/** One thing that is wrong, with the first request that showed it. */
export interface Finding {
  readonly where: string;
  readonly what: string;
  times: number;
  /** Enough of the request to send it again. */
  readonly example: string;
}

/** How the requests of one family were met. */
export interface FamilyCount {
  requests: number;
  /** Answers by the class of their status, `2xx` and so on; `cut`: hung up on without one. */
  readonly met: Record<string, number>;
}

export interface Tally {
  count(request: HostileRequest, exchange: Exchange): void;
  find(where: string, what: string, example: string): void;
  /** Notes where the planted secret was seen. */
  seePlanted(place: 'answer' | 'log'): void;
  readonly families: ReadonlyMap<string, FamilyCount>;
  readonly planted: Readonly<Record<'answer' | 'log', number>>;
  findings(): readonly Finding[];
}

export function createTally(): Tally {
  const families = new Map<string, FamilyCount>();
  const found = new Map<string, Finding>();
  const planted = { answer: 0, log: 0 };
  return {
    families,
    planted,
    findings: () => [...found.values()],
    seePlanted: (place) => void planted[place]++,
    find(where, what, example) {
      const key = `${where}\n${what}`;
      const known = found.get(key);
      if (known) known.times++;
      else found.set(key, { where, what, times: 1, example });
    },
    count({ family }, { answers }) {
      const counted = families.get(family) ?? { requests: 0, met: {} };
      families.set(family, counted);
      counted.requests++;
      const met = answers.length > 0 ? answers.map(({ status }) => `${Math.floor(status / 100)}xx`) : ['cut'];
      for (const way of met) counted.met[way] = (counted.met[way] ?? 0) + 1;
    },
  };
}
