import type { Language } from '@mytpe-pay/contract/money';

import type { Model } from '../model.ts';
import type { Strings } from '../strings/strings.ts';
import type { Countdown } from './countdown.ts';
import type { Kit } from './kit.ts';
import { shownMoment } from './moment.ts';

/** Never more than is there: 99.9 % is not yet all. */
function percent(share: number, language: Language): string {
  const floored = Math.min(100, Math.floor(share * 100)) / 100;
  return floored.toLocaleString(`${language}-DZ`, { style: 'percent' });
}

/** What the offer's kind of use means for the payer. */
export function usageNotes(
  { html, nothing, shown, fill, parseMoney }: Kit,
  { offer, language }: Model,
  strings: Strings,
  countdown: Countdown,
): unknown[] {
  const { usage, availability, collects_details: details } = offer!;
  const { remaining_uses: left, target, collected, starts_at: starts, ends_at: ends } = usage;
  const note = (content: unknown) => (content ? html`<p part="note">${content}</p>` : nothing);
  const moment = (date: string, text: string, count: string) => {
    const left = countdown.until(date);
    return [
      note(fill(text, shownMoment(date, language))),
      left && html`<p part="countdown" role="timer">${fill(count, html`<bdi>${left}</bdi>`)}</p>`,
    ];
  };
  const goal = target && collected && [parseMoney(collected)!, parseMoney(target)!];
  return [
    note(left && fill(strings.left, left)),
    goal &&
      html`<div class="goal">
        <progress part="progress" aria-label=${strings.goal} max=${goal[1]!} value=${goal[0]!}></progress>
        <p part="note">
          ${fill(strings.collected, shown(goal[0]!, language), shown(goal[1]!, language))}
          (<bdi>${percent(goal[0]! / goal[1]!, language)}</bdi>)
        </p>
      </div>`,
    availability === 'not_started' && starts ? moment(starts, strings.opens, strings.opensIn) : nothing,
    availability === 'available' && ends ? moment(ends, strings.closes, strings.closesIn) : nothing,
    note(usage.mode === 'whitelist' && strings.named),
    note(details && strings.details),
  ];
}
