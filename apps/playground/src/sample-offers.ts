import { DONATION, type OfferSketch, SHARED_LINK, type Scenario } from './scenarios.ts';
import { TEXTS } from './strings.ts';

const priced = (value: string): Pick<OfferSketch, 'amount'> => ({ amount: { mode: 'fixed', currency: 'DZD', value } });

/** The offers of the documentation's samples. */
export const SAMPLE_OFFERS = {
  donation: { name: 'donation', offer: DONATION },
  tshirt: {
    name: 'tshirt',
    offer: { title: TEXTS.tshirt, description: TEXTS.tshirtAbout, ...priced('4500.00') },
  },
  course: { name: 'course', offer: { title: TEXTS.course, description: TEXTS.courseAbout, ...priced('4500.00') } },
  workshop: {
    name: 'workshop',
    offer: {
      title: TEXTS.workshop,
      description: TEXTS.workshopAbout,
      ...priced('2500.00'),
      scope: 'shared',
      link: sharedLink('workshop', '2500.00'),
      usage: { mode: 'limited', max_uses: 12, remaining_uses: 5 },
    },
  },
  'pay-us': {
    name: 'pay-us',
    offer: {
      title: TEXTS.coffee,
      description: TEXTS.coffeeAbout,
      ...priced('150.00'),
      scope: 'shared',
      link: sharedLink('pay-us', '150.00'),
      usage: { mode: 'reusable' },
    },
  },
} as const satisfies Record<string, Scenario>;

export function sampleOf(offer: string): Scenario | null {
  return Object.hasOwn(SAMPLE_OFFERS, offer) ? SAMPLE_OFFERS[offer as keyof typeof SAMPLE_OFFERS] : null;
}

function sharedLink(offer: string, amount: string): typeof SHARED_LINK {
  return { ...SHARED_LINK, id: sampleLinkId(offer, amount, 'shared'), offer, amount };
}

/** The id of a sample offer's link. It contains the offer and the amount, so that a restarted backend knows the link. */
export function sampleLinkId(offer: string, amount: string | null, key: string): string {
  return ['lnk', offer, amount ?? '', key].join('_');
}

/** The offer and the amount of a link by its id. */
export function partsOfLinkId(id: string): { offer: string; amount: string | null } {
  const [, offer = '', amount = ''] = id.split('_');
  return { offer, amount: amount || null };
}
