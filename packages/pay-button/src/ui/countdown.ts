import type { Language } from '@mytpe-pay/contract/money';
import type { ReactiveControllerHost } from 'lit';

const UNITS = { day: 86_400, hour: 3600, minute: 60, second: 1 } as const;
type Unit = keyof typeof UNITS;

/** Milliseconds between updates of the text: a second in the last hour, else a minute. */
const stepOf = (milliseconds: number): number => (milliseconds > 3_600_000 ? 60_000 : 1000);

/** A duration in its two largest units: days and hours, hours and minutes, minutes and seconds. */
export function remaining(milliseconds: number, language: Language): string {
  const step = stepOf(milliseconds);
  let seconds = (Math.ceil(milliseconds / step) * step) / 1000;
  const names = Object.keys(UNITS) as Unit[];
  const first = names.findIndex((unit) => seconds >= UNITS[unit] || unit === 'second');
  const pieces = names.slice(first, first + 2).flatMap((unit, index) => {
    const count = Math.floor(seconds / UNITS[unit]);
    seconds %= UNITS[unit];
    // `2 days`, not `2 days 0 hours`.
    return count > 0 || index === 0
      ? [count.toLocaleString(`${language}-DZ`, { style: 'unit', unit, unitDisplay: 'long' })]
      : [];
  });
  return pieces.join(language === 'ar' ? ' و' : ' ');
}

/** Counts down to a time in the view. Pauses while the page is hidden. */
export class Countdown {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  readonly #onReached: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reached = '';

  /** @param onReached called once for each time that is reached. The backend's clock decides the result. */
  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }, onReached: () => void) {
    this.#host = host;
    this.#onReached = onReached;
  }

  /** @returns the time until `moment` (ISO 8601), or `null` once it is reached. Updates the view when the text changes. */
  until(moment: string, language: Language): string | null {
    clearTimeout(this.#timer);
    const left = Date.parse(moment) - Date.now();
    if (left > 0) {
      const step = stepOf(left);
      if (this.#host.isConnected) this.#timer = setTimeout(this.#update, left % step || step);
      return remaining(left, language);
    }
    if (this.#reached !== moment) {
      this.#reached = moment;
      this.#timer = setTimeout(this.#onReached);
    }
    return null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#update);
  }

  readonly #update = (): void => {
    document.removeEventListener('visibilitychange', this.#update);
    if (document.hidden) document.addEventListener('visibilitychange', this.#update);
    else this.#host.requestUpdate();
  };
}
