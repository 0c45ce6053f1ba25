import type { Language } from '@mytpe-pay/contract/money';

import type { Host } from '../model.ts';

const UNITS = { day: 86_400, hour: 3600, minute: 60, second: 1 } as const;
type Unit = keyof typeof UNITS;

/** By the second in the last hour, else by the minute. */
const stepOf = (milliseconds: number): number => (milliseconds > 3_600_000 ? 60_000 : 1000);

/** The two largest units of a time that remains: days and hours, hours and minutes, minutes and seconds. */
export function remaining(milliseconds: number, language: Language): string {
  const step = stepOf(milliseconds);
  let seconds = (Math.ceil(milliseconds / step) * step) / 1000;
  const names = Object.keys(UNITS) as Unit[];
  const first = names.findIndex((unit) => seconds >= UNITS[unit] || unit === 'second');
  const said = names.slice(first, first + 2).flatMap((unit, index) => {
    const count = Math.floor(seconds / UNITS[unit]);
    seconds %= UNITS[unit];
    // `2 days`, not `2 days 0 hours`.
    return count > 0 || index === 0
      ? [count.toLocaleString(`${language}-DZ`, { style: 'unit', unit, unitDisplay: 'long' })]
      : [];
  });
  return said.join(language === 'ar' ? ' و' : ' ');
}

export interface Countdown {
  /** What remains until a moment (ISO 8601), drawn anew when it changes; `null` once it is reached. */
  until(moment: string): string | null;
  stop(): void;
}

/** Counts down where the element draws, and not at all while nobody looks. */
export function createCountdown(host: Host): Countdown {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reached = '';
  const draw = (): void => {
    document.removeEventListener('visibilitychange', draw);
    if (document.hidden) document.addEventListener('visibilitychange', draw);
    else host.show({});
  };
  const stop = (): void => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', draw);
  };
  return {
    until(moment) {
      clearTimeout(timer);
      const left = Date.parse(moment) - Date.now();
      if (left > 0) {
        if (host.page.isConnected) timer = setTimeout(draw, left % stepOf(left) || stepOf(left));
        return remaining(left, host.model.language);
      }
      // The backend's clock decides: it is asked once what the offer is now.
      if (reached !== moment) {
        reached = moment;
        timer = setTimeout(() => void host.refresh());
      }
      return null;
    },
    stop,
  };
}
