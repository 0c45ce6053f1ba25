/** Instants are stored and compared as text, which needs years of four digits. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;

/**
 * A clock over the real clock that can be stopped and moved. Moves are lost at a restart. A move out of the years 1970
 * to 9998 throws `RangeError` and changes nothing.
 */
export interface AdjustableClock {
  readonly now: () => Date;
  /** Stops at this moment until another call changes it. */
  freeze(at: Date): void;
  /** Jumps ahead by this many milliseconds, or back if negative. A running clock continues to run. */
  advance(ms: number): void;
  /** Runs this many milliseconds ahead of real time, or behind it if negative. */
  offset(ms: number): void;
  /** Returns to real time. */
  reset(): void;
  view(): { readonly now: string; readonly mode: 'real' | 'shifted' | 'frozen'; readonly offset_ms: number };
}

export function createAdjustableClock(real: () => Date): AdjustableClock {
  let shift = 0;
  let frozen: number | null = null;
  const now = (): Date => new Date(frozen ?? real().getTime() + shift);
  return {
    now,
    freeze(at) {
      frozen = usable(at.getTime());
    },
    advance(ms) {
      const then = usable(now().getTime() + ms);
      if (frozen === null) shift += ms;
      else frozen = then;
    },
    offset(ms) {
      usable(real().getTime() + ms);
      frozen = null;
      shift = ms;
    },
    reset() {
      frozen = null;
      shift = 0;
    },
    view: () => {
      const mode = frozen === null ? (shift === 0 ? 'real' : 'shifted') : 'frozen';
      return { now: now().toISOString(), mode, offset_ms: now().getTime() - real().getTime() };
    },
  };
}

function usable(ms: number): number {
  const year = new Date(ms).getUTCFullYear();
  if (year >= FIRST_YEAR && year <= LAST_YEAR) return ms;
  throw new RangeError(`The clock supports the years ${FIRST_YEAR} to ${LAST_YEAR}.`);
}
