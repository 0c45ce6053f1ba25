import { type Language, isLanguage } from '@mytpe-pay/contract/money';

import type { Availability } from '../api/types.ts';

/** The language of an element: its nearest supported `lang`, else the page's, else the browser's, else French. */
export function languageOf(element: Element & { lang?: string | null }): Language {
  return (
    [element.lang, element.closest<HTMLElement>('[lang]')?.lang, document.documentElement.lang, navigator.language]
      .map((tag) => tag?.slice(0, 2).toLowerCase())
      .find(isLanguage) ?? 'fr'
  );
}

/** The strings of the element in one language. The backend translates its errors. */
export interface Strings {
  pay: string;
  payAmount: string;
  amount: string;
  between: string;
  from: string;
  upTo: string;
  step: string;
  hosted: string;
  offline: string;
  retry: string;
  test: string;
  cards: string;
  share: string;
  creating: string;
  changed: string;
  closed: Record<Exclude<Availability, 'available'>, string>;
  required: string;
  invalid: string;
  amount_below_min: string;
  amount_above_max: string;
  amount_off_step: string;
  use: string;
  left: string;
  goal: string;
  collected: string;
  opens: string;
  closes: string;
  named: string;
  details: string;
  opened: string;
  listening: string;
  openedShared: string;
  made: string;
  blocked: string;
  open: string;
  copy: string;
  copied: string;
  copyFailed: string;
  again: string;
  paid: string;
  reference: string;
  sharing: string;
  qr: string;
  save: string;
  print: string;
  send: string;
  email: string;
  opensIn: string;
  closesIn: string;
  terms: string;
  /** Two bars enclose the name of the terms. */
  accept: string;
  tick: string;
  receipt: string;
}
