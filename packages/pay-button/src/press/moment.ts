import type { Language } from '@mytpe-pay/contract/money';

/** A moment (ISO 8601) for people, in the time where they are. */
export function shownMoment(moment: string, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-DZ`, {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(moment));
}
