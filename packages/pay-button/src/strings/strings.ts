/** What is needed before the payer does anything; failures of the backend come with their own sentence. */
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
}
