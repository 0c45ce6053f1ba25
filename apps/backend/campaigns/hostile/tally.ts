import type { HostileRequest } from './request.ts';
import type { Exchange } from './wire.ts';

/** A fault, with the first request that revealed it. */
export interface Finding {
  readonly where: string;
  readonly what: string;
  times: number;
  /** The start of the request and of its response. */
  readonly example: string;
}

/** The results of the requests of one family. */
export interface FamilyCount {
  requests: number;
  /** Responses by class of status, for example `2xx`; `cut`: connections that were closed without a response. */
  readonly met: Record<string, number>;
}

/** Counts requests and collects findings. */
export interface Tally {
  count(request: HostileRequest, exchange: Exchange): void;
  find(where: string, what: string, example: string): void;
  /** Counts where the planted secret was seen. */
  seePlanted(place: 'response' | 'log'): void;
  readonly families: ReadonlyMap<string, FamilyCount>;
  readonly planted: Readonly<Record<'response' | 'log', number>>;
  findings(): readonly Finding[];
}

export function createTally(): Tally {
  const families = new Map<string, FamilyCount>();
  const found = new Map<string, Finding>();
  const planted = { response: 0, log: 0 };
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
    count({ family }, { responses }) {
      const counted = families.get(family) ?? { requests: 0, met: {} };
      families.set(family, counted);
      counted.requests++;
      const met = responses.length > 0 ? responses.map(({ status }) => `${Math.floor(status / 100)}xx`) : ['cut'];
      for (const result of met) counted.met[result] = (counted.met[result] ?? 0) + 1;
    },
  };
}
