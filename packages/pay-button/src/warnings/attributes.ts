import { type Warning, warning } from './messages.ts';
import type { ShareWay } from '../events.ts';

/** The permitted values of attributes, the default first. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  variant: ['card', 'button'],
  target: ['_blank', '_self'],
  theme: ['auto', 'light', 'dark'],
};
/** Boolean attributes. Not `disabled`, whose value the element has already removed. */
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
/** Attributes with which a page may try to change the offer. */
const DECIDED = /^(?:data-)?(?:price|prix|currency|montant|total|(?:title|description|label)-\w+)$/;

/** Warnings about attributes with unknown values. */
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

/** Warnings about attributes that are probably misspelt. @param own the element's attribute names. */
export function strangeAttributes(element: Element, own: readonly string[]): Warning[] {
  return element.getAttributeNames().flatMap((name) => {
    if (own.includes(name)) return [];
    if (DECIDED.test(name)) return [warning('attribute_ignored', name)];
    const meant = own.find((one) => one !== 'lang' && isMisspelt(name, one));
    return meant === undefined ? [] : [warning('attribute_unknown', name, meant)];
  });
}

/** `true` for `offerToken`, `offer_token`, `data-offer`, `offer-id` and `ofer`, `false` for `title` and `data-offset`. */
function isMisspelt(name: string, meant: string): boolean {
  const plain = name.replace(/^data-/, '').replaceAll(/[-_:]/g, '');
  const wanted = meant.replaceAll('-', '');
  return plain === wanted || plain === `${wanted}id` || (plain[0] === wanted[0] && isOneSlipAway(plain, wanted));
}

/** `true` if the names differ by one letter, or by two swapped letters. */
function isOneSlipAway(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at + 1]! + short[at]! + short.slice(at + 2);
  return short.slice(at + 1) === long.slice(at + 1) || swapped === long.slice(at);
}

/** The parts of a page's location that decide the meaning of an address. */
export interface Place {
  readonly href: string;
  readonly protocol: string;
}

/** Warnings about an address that cannot be a backend's. */
export function wrongEndpoint(endpoint: string, { href, protocol }: Place): Warning[] {
  if (!/^https?:\/\//i.test(endpoint)) {
    const isHost = /^[\w-]+(?:\.[\w-]+)+/.test(endpoint) || /^localhost\b/.test(endpoint);
    const meant = isHost ? `https://${endpoint}` : new URL(endpoint, href).href;
    return [warning('endpoint_scheme', endpoint, meant)];
  }
  const [, origin, path] = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(endpoint)!;
  const alone = origin! + path!.replace(/(?:\/(?:v1|pay)(?![^/?#])|\/[^/]*\.js|[?#]).*$/i, '');
  return [
    ...(alone === endpoint ? [] : [warning('endpoint_path', endpoint, alone)]),
    ...(protocol === 'https:' && /^http:\/\/(?!localhost|127\.)/i.test(endpoint)
      ? [warning('endpoint_insecure', endpoint)]
      : []),
  ];
}
