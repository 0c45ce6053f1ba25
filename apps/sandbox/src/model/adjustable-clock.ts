/** Instants are kept and compared as text, which needs years of four digits. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;

/**
 * A clock that can be stopped and moved, over one that cannot. Moves are not kept over a restart. One that leads out of
 * the years 1970 to 9998 throws `RangeError` and changes nothing.
 */
export interface AdjustableClock {
  readonly now: () => Date;
  /** Stands still at this moment until it is told otherwise. */
  freeze(at: Date): void;
  /** Jumps ahead (or back) by so many milliseconds; goes on as before. */
  advance(ms: number): void;
  /** Runs this many milliseconds ahead of (or behind) real time. */
  offset(ms: number): void;
  /** Back to real time. */
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
  throw new RangeError(`The clock keeps to the years ${FIRST_YEAR} to ${LAST_YEAR}.`);
}
