import { type TemplateResult, html, nothing } from 'lit';

import type { ButtonController } from './button-controller.ts';
import { nextStep } from './link-view.ts';
import { offerView } from './offer-view.ts';

/** The complete view. */
export function mainView(button: ButtonController): TemplateResult {
  const { phase, offer, language } = button.state;
  return html`<div
    part="base"
    class="box"
    role="group"
    aria-label=${offer?.title ?? nothing}
    lang=${language}
    dir=${language === 'ar' ? 'rtl' : 'ltr'}
    aria-busy=${phase === 'loading'}
  >
    ${phase === 'error' ? failure(button) : offer ? offerView(button, offer) : skeleton()}
    <div role="status">${announcement(button)}</div>
  </div>`;
}

/** Placeholders while the offer loads. The element keeps its height, so that nothing around it moves. */
function skeleton(): TemplateResult {
  return html`<i class="bone"></i><i class="bone"></i><i class="bone end"></i>`;
}

/** The view of a failure to load the offer: the reason, a retry button, and the page's own link. */
function failure({ payment, state, strings }: ButtonController): TemplateResult {
  return html`<p part="error" class="note" role="alert">${state.error?.message || strings.offline}</p>
    <div class="end">
      <slot></slot>
      <button part="retry" class="quiet" @click=${() => payment.refresh()}>${strings.retry}</button>
    </div>`;
}

/** The text of the live region, which screen readers read aloud when it changes. */
function announcement(button: ButtonController): unknown {
  const { state, strings, view } = button;
  if (state.phase === 'creating') return strings.creating;
  if (state.phase === 'paid') return strings.paid;
  if (view.copied) return strings.copied;
  return state.link && nextStep(button, state.link);
}
