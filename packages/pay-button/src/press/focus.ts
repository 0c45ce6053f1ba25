import type { LitElement, ReactiveController } from 'lit';

import type { Host } from '../model.ts';

/** Leads to a piece of the picture, once that is up to date. */
export async function focusOn(host: Host, selector: '#amount' | '#terms'): Promise<void> {
  const element = host.page as unknown as LitElement;
  await element.updateComplete;
  element.renderRoot.querySelector<HTMLElement>(selector)?.focus();
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
