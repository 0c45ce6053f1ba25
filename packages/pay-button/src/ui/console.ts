import type { Payment } from '../payment/payment.ts';

/** A button that may have something to tell the page's author. */
export interface DiagnosedButton {
  readonly host: HTMLElement;
  readonly payment: Payment;
  /** The amount that the page set first, before the payer changed it or the element corrected it. */
  readonly preselected: string | null;
}

/** Tells the page's author what is wrong with a button. Called after each `mytpe-ready` and `mytpe-error`. */
export type Diagnose = (button: DiagnosedButton) => void;

/** `error`: nothing can be paid; `warn`: it can, but not as the page's author wanted. */
export type Severity = 'error' | 'warn';

/** Failures that the page's author or the operator can repair. */
const EXPLAINED: readonly string[] = [
  'offer_not_found',
  'origin_not_allowed',
  'offer_token_expired',
  'offer_token_invalid',
  'misconfigured',
  'network',
];

let replacement: Diagnose | null = null;
const logged = new WeakMap<HTMLElement, Set<string>>();

/** Replaces the lines of the production build; the development build explains more. */
export function replaceDiagnose(diagnose: Diagnose): void {
  replacement = diagnose;
}

/** Logs one line for a failure that another try does not repair: its code, and where that is explained. */
export function diagnose(button: DiagnosedButton): void {
  if (replacement) return replacement(button);
  const code = failureOf(button);
  const { endpoint } = button.payment.backend;
  const where = endpoint ? `${endpoint}/docs/troubleshooting#${code}` : 'the documentation';
  if (code) logOnce(button.host, `${code}, see ${where}`, 'error');
}

/** The code of a failure that can be repaired, a key of the development build's messages; `null` for all others. */
export function failureOf({ payment }: DiagnosedButton): string | null {
  const { state, settings, backend } = payment;
  const { error } = state;
  if (!error) return null;
  if (!backend.endpoint) return 'endpoint_missing';
  if (!settings.offer && !settings.offerToken) return 'offer_missing';
  return EXPLAINED.includes(error.code) && navigator.onLine ? error.code : null;
}

/** Logs a line once for each element; the browser shows which element is meant. */
export function logOnce(element: HTMLElement, text: string, severity: Severity): void {
  const lines = logged.get(element) ?? new Set();
  if (lines.has(text)) return;
  logged.set(element, lines.add(text));
  // oxlint-disable-next-line no-console -- for the page's author
  console[severity](`<mytpe-pay-button>: ${text}`, element);
}
