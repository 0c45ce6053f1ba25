import type { Model } from '../model.ts';
import type { Kit } from './kit.ts';
import type { LateStrings } from './strings/late-strings.ts';

/** What the offer's kind of use means for the payer. */
export function usageNotes(
  { html, nothing, shown, fill, parseMoney }: Kit,
  { offer, language }: Model,
  strings: LateStrings,
): unknown[] {
  const { usage, availability, collects_details: details } = offer!;
  const { remaining_uses: left, target, collected, starts_at: starts, ends_at: ends } = usage;
  const note = (content: unknown) => (content ? html`<p>${content}</p>` : nothing);
  const moment = (text: string) =>
    new Intl.DateTimeFormat(`${language}-DZ`, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }).format(
      new Date(text),
    );
  const goal = target && collected && [parseMoney(collected)!, parseMoney(target)!];
  return [
    note(left && fill(strings.left, left)),
    goal &&
      html`<div class="goal">
        <progress aria-label=${strings.goal} max=${goal[1]!} value=${goal[0]!}></progress>
        <p>
          ${fill(strings.collected, shown(goal[0]!, language), shown(goal[1]!, language))}
          (${Math.min(100, Math.floor((goal[0]! * 100) / goal[1]!))} %)
        </p>
      </div>`,
    note(availability === 'not_started' && starts && fill(strings.opens, moment(starts))),
    note(availability === 'available' && ends && fill(strings.closes, moment(ends))),
    note(usage.mode === 'whitelist' && strings.named),
    note(details && strings.details),
  ];
}
