import type { Availability } from '../api/types.ts';

/** Every string of the element in one language; the backend translates its own errors. */
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
  /** The terms' name stands between two bars. */
  accept: string;
  tick: string;
  receipt: string;
}
