import type { LinkView } from '@mytpe-pay/button';

import { isLanguage } from '../languages.ts';

/** Returns the page that stands for MyTPE's payment page. It gets the link, and the page to return to. */
export function paymentAddress({ id, amount }: LinkView, { url, referrer }: Request): string {
  const lang = new URL(url).searchParams.get('lang');
  const page = new URL(`/playground/payment/${isLanguage(lang) ? lang : 'en'}/`, url);
  page.searchParams.set('link', id);
  if (amount !== null) page.searchParams.set('amount', amount);
  if (URL.canParse(referrer)) page.searchParams.set('from', new URL(referrer).pathname);
  return page.href;
}
