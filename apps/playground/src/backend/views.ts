import type { LinkView, OfferView } from '@mytpe-pay/button';

import type { Language } from '../languages.ts';
import { type OfferSketch, SHARED_LINK } from '../scenarios.ts';
import { TEXTS } from '../strings.ts';

const MINUTE = 60_000;

/** The link of a scenario. */
export const LINK: LinkView = { ...SHARED_LINK, id: 'lnk_of-this-payer-alone', scope: 'payer' };

/** Completes an offer's sketch. */
export function offerView(id: string, sketch: OfferSketch, language: Language): OfferView {
  const { title = TEXTS.course, description = TEXTS.courseAbout, usage, amount, startsIn, endsIn, ...rest } = sketch;
  const at = (minutes: number | undefined): string | null =>
    minutes === undefined ? null : new Date(Date.now() + minutes * MINUTE).toISOString();
  return {
    id,
    version: 'v1',
    title: title[language],
    description: description?.[language] ?? null,
    amount: amount ?? { mode: 'fixed', currency: 'DZD', value: '4500.00' },
    availability: 'available',
    scope: 'payer',
    collects_details: false,
    link: null,
    environment: 'sandbox',
    ...rest,
    usage: {
      mode: 'one_shot',
      target: null,
      collected: null,
      max_uses: null,
      remaining_uses: null,
      starts_at: at(startsIn),
      ends_at: at(endsIn),
      ...usage,
    },
  };
}
