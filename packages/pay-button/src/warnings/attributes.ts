import type { ShareWay } from '../events.ts';
import { type Warning, warning } from './messages.ts';

/** Values that an attribute may have, the default first. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  variant: ['card', 'button'],
  target: ['_blank', '_self'],
  theme: ['auto', 'light', 'dark'],
};
/** Attributes that hold when they are there; `disabled` has become one without a value by the time this looks. */
const SWITCHES = ['terms-required'];
const SHARE: Record<ShareWay | 'none', true> = {
  copy: true,
  qr: true,
  native: true,
  whatsapp: true,
  email: true,
  none: true,
};
const WAYS = Object.keys(SHARE);
const LANGUAGES = ['ar', 'fr', 'en'];
/** What the page may hope to decide. */
const DECIDED = /^(?:data-)?(?:price|prix|currency|montant|total|(?:title|description|label)-\w+)$/;

/** Attributes with values that are not known. */
export function wrongValues(element: Element): Warning[] {
  const named = Object.entries(VALUES).flatMap(([name, values]) => {
    const value = element.getAttribute(name);
    return value === null || values.includes(value)
      ? []
      : [warning('value_unknown', name, value, values.join(', '), values[0]!)];
  });
  const lang = element.getAttribute('lang');
  const shared = element.getAttribute('share');
  const known = lang === null || LANGUAGES.includes(lang.slice(0, 2).toLowerCase());
  return [
    ...named,
    ...SWITCHES.filter((name) => element.getAttribute(name) === 'false').map((name) => warning('boolean_false', name)),
    ...(known ? [] : [warning('value_unknown', 'lang', lang, LANGUAGES.join(', '), shownLanguage(element))]),
    ...(shared?.split(/\s+/) ?? [])
      .filter((way) => way !== '' && !WAYS.includes(way))
      .map((way) => warning('share_unknown', shared!, way, WAYS.join(', '))),
  ];
}

function shownLanguage(element: Element): string {
  return element.shadowRoot?.querySelector('[lang]')?.getAttribute('lang') ?? 'fr';
}

/** Attributes that look as if they were meant to be one of the element's. @param own names of those */
export function strangeAttributes(element: Element, own: readonly string[]): Warning[] {
  return element.getAttributeNames().flatMap((name) => {
    if (own.includes(name)) return [];
    if (DECIDED.test(name)) return [warning('attribute_ignored', name)];
    const meant = own.find((one) => one !== 'lang' && isMisspelt(name, one));
    return meant === undefined ? [] : [warning('attribute_unknown', name, meant)];
  });
}

/** `offerToken`, `offer_token`, `data-offer`, `offer-id` and `ofer` are, `title` and `data-offset` are not. */
function isMisspelt(name: string, meant: string): boolean {
  const plain = name.replace(/^data-/, '').replaceAll(/[-_:]/g, '');
  const wanted = meant.replaceAll('-', '');
  return plain === wanted || plain === `${wanted}id` || (plain[0] === wanted[0] && isOneSlipAway(plain, wanted));
}

/** One letter too many, too few or another one, or two that changed places. */
function isOneSlipAway(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at + 1]! + short[at]! + short.slice(at + 2);
  return short.slice(at + 1) === long.slice(at + 1) || swapped === long.slice(at);
}
