import type { LateStrings } from '../press/strings/late-strings.ts';

/** What is needed before the payer does anything; failures of the backend come with their own sentence. */
export interface Strings {
  /** What is said from then on. */
  late: LateStrings;
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
}
