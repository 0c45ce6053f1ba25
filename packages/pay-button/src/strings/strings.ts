import type { LateStrings } from '../press/strings/late-strings.ts';

/** What is needed before the payer does anything; failures of the backend come with their own sentence. */
export interface Strings {
  /** The same language's other texts: a chunk of their own, beside this one. */
  late(): Promise<{ default: LateStrings }>;
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
