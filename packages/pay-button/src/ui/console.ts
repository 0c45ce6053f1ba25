import type { Payment } from '../payment/payment.ts';

/** A button to check for problems. */
export interface DiagnosedButton {
  readonly host: HTMLElement;
  readonly payment: Payment;
  /** The amount that the page set first, before the payer or the element changed it. */
  readonly preselected: string | null;
}

/** Logs the problems of a button for the page's developer. Called after each `mytpe-ready` and `mytpe-error`. */
export type Diagnose = (button: DiagnosedButton) => void;

/** `error`: the offer cannot be paid. `warn`: it can be paid, but not as the page's developer intended. */
export type Severity = 'error' | 'warn';

/** Failures that the page's developer or the operator can fix. */
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

/** Replaces the log lines of the production build by those of the development build. */
export function replaceDiagnose(diagnose: Diagnose): void {
  replacement = diagnose;
}

/** Logs one line for a failure that a retry does not fix: its code, and the address of its explanation. */
export function diagnose(button: DiagnosedButton): void {
  if (replacement) return replacement(button);
  const code = failureOf(button);
  const { endpoint } = button.payment.backend;
  const where = endpoint ? `${endpoint}/docs/troubleshooting#${code}` : 'the documentation';
  if (code) logOnce(button.host, `${code}, see ${where}`, 'error');
}

/** The code of a failure that can be fixed, a key of the development build's messages. `null` for all others. */
export function failureOf({ payment }: DiagnosedButton): string | null {
  const { state, settings, backend } = payment;
  const { error } = state;
  if (!error) return null;
  if (!backend.endpoint) return 'endpoint_missing';
  if (!settings.offer && !settings.offerToken) return 'offer_missing';
  return EXPLAINED.includes(error.code) && navigator.onLine ? error.code : null;
}

/** Logs a line once per element. The browser's console shows the element. */
export function logOnce(element: HTMLElement, text: string, severity: Severity): void {
  const lines = logged.get(element) ?? new Set();
  if (lines.has(text)) return;
  logged.set(element, lines.add(text));
  // oxlint-disable-next-line no-console -- for the page's developer
  console[severity](`<mytpe-pay-button>: ${text}`, element);
}
