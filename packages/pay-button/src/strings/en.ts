import late from '../press/strings/late-en.ts';
import type { Strings } from './strings.ts';

const en: Strings = {
  late,
  pay: 'Pay',
  payAmount: 'Pay {}',
  amount: 'Amount in dinars',
  between: 'Between {} and {}',
  from: 'From {}',
  upTo: 'Up to {}',
  step: ', in steps of {}',
  hosted: 'You will enter the amount on the next page.',
  offline: 'The payment service is not responding. Check your connection.',
  retry: 'Try again',
  test: 'TEST',
  cards: 'CIB or EDAHABIA card',
  share: 'Share',
};
export default en;
