import { isOfferToken } from '../payment/offer-token.ts';
import type { Payment } from '../payment/payment.ts';
import { type DiagnosedButton, failureOf, logOnce, replaceDiagnose } from '../ui/console.ts';
import { wrongAmount } from './amount.ts';
import { strangeAttributes, wrongEndpoint, wrongValues } from './attributes.ts';
import { type Warning, sentence, warning } from './messages.ts';

/** Installs the developer warnings about failures and markup. For the development build. */
export function installWarnings(): void {
  replaceDiagnose((button) => {
    for (const slip of slipsOf(button)) logOnce(button.host, sentence(slip), 'warn');
    const failure = explained(button);
    if (failure) logOnce(button.host, sentence(failure), 'error');
  });
}

/** Warnings about the markup that do not prevent payments. */
function slipsOf({ host, payment, preselected: amount }: DiagnosedButton): Warning[] {
  const { settings, backend, state } = payment;
  const { offer, offerToken, reference } = settings;
  const { observedAttributes } = host.constructor as unknown as { observedAttributes: string[] };
  const hasTerms = host.hasAttribute('terms-url') || host.querySelector('[slot=terms]');
  return [
    ...(offer && offerToken ? [warning('offer_and_token', offer)] : []),
    ...(backend.endpoint ? wrongEndpoint(backend.endpoint, location) : []),
    ...wrongValues(host),
    ...strangeAttributes(host, observedAttributes),
    ...(!reference || /^[\w.-]{1,64}$/.test(reference) ? [] : [warning('reference_invalid', reference)]),
    ...(host.hasAttribute('terms-required') && !hasTerms ? [warning('terms_missing')] : []),
    ...(amount && state.offer ? wrongAmount(amount, state.offer.amount) : []),
  ];
}

/** The advice for a failure. `null` if nothing failed, or the page's developer cannot fix it. */
function explained(button: DiagnosedButton): Warning | null {
  const { payment } = button;
  const { endpoint } = payment.backend;
  switch (failureOf(button)) {
    case 'endpoint_missing':
      return warning('endpoint_missing');
    case 'offer_missing':
      return warning('offer_missing');
    case 'offer_not_found':
      return warning('offer_not_found', endpoint, payment.settings.offer ?? '');
    case 'origin_not_allowed':
      return warning('origin_not_allowed', endpoint, location.origin);
    case 'offer_token_expired':
      return warning('offer_token_expired');
    case 'offer_token_invalid':
      return invalidToken(payment, endpoint);
    case 'misconfigured':
      return warning('misconfigured', endpoint);
    case 'network':
      return warning('network', endpoint, location.origin);
    default:
      return null;
  }
}

function invalidToken({ settings }: Payment, endpoint: string): Warning {
  const { offerToken } = settings;
  return typeof offerToken === 'string' && !isOfferToken(offerToken)
    ? warning('offer_token_function', offerToken)
    : warning('offer_token_invalid', endpoint);
}
