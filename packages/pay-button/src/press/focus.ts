import type { LitElement, ReactiveController } from 'lit';

import type { Host } from '../model.ts';

/** Leads to the amount field, once the picture is up to date. */
export async function focusAmount(host: Host): Promise<void> {
  const element = host.element as unknown as LitElement;
  await element.updateComplete;
  element.renderRoot.querySelector<HTMLElement>('#amount')?.focus();
}

/** Where a change of the picture takes away what had the focus, the next thing to press gets it. */
export function keepFocus(root: ShadowRoot): ReactiveController {
  let had: Element | null = null;
  return {
    hostUpdate: () => void (had = root.activeElement),
    hostUpdated() {
      if (had && !root.activeElement) root.querySelector<HTMLElement>('.pay,.quiet')?.focus();
    },
  };
}
