import { parseMoney } from '@mytpe-pay/contract/money';
import { html, nothing } from 'lit';

import type { OfferView } from '../api/types.ts';
import type { ButtonController } from './button-controller.ts';
import { fill, formatAmount, formatMoment, formatPercent } from './format.ts';

/** Notes about the offer's usage mode: uses left, progress, opening and closing time, permitted payers. */
export function usageView(button: ButtonController, { usage, availability, collects_details }: OfferView): unknown[] {
  const { strings } = button;
  const { remaining_uses: left, starts_at: starts, ends_at: ends } = usage;
  return [
    note(left && fill(strings.left, left)),
    progress(button, usage),
    availability === 'not_started' && starts ? countdown(button, starts, strings.opens, strings.opensIn) : nothing,
    availability === 'available' && ends ? countdown(button, ends, strings.closes, strings.closesIn) : nothing,
    note(usage.mode === 'whitelist' && strings.named),
    note(collects_details && strings.details),
  ];
}

function note(content: unknown): unknown {
  return content ? html`<p part="note">${content}</p>` : nothing;
}

function countdown({ countdown, state }: ButtonController, moment: string, text: string, count: string): unknown {
  const left = countdown.until(moment, state.language);
  return [
    note(fill(text, formatMoment(moment, state.language))),
    left && html`<p part="countdown" role="timer">${fill(count, html`<bdi>${left}</bdi>`)}</p>`,
  ];
}

function progress({ state, strings }: ButtonController, { target, collected }: OfferView['usage']): unknown {
  if (!target || !collected) return nothing;
  const [reached, goal] = [parseMoney(collected)!, parseMoney(target)!];
  const { language } = state;
  return html`<div class="goal">
    <progress part="progress" aria-label=${strings.goal} max=${goal} value=${reached}></progress>
    <p part="note">
      ${fill(strings.collected, formatAmount(reached, language), formatAmount(goal, language))}
      (<bdi>${formatPercent(reached / goal, language)}</bdi>)
    </p>
  </div>`;
}
