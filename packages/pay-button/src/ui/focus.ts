import type { ReactiveController } from 'lit';

/** Gives the focus to the next button where a change of the view removes the element that had it. */
export class FocusKeeper implements ReactiveController {
  readonly #host: { readonly renderRoot: HTMLElement | DocumentFragment };
  #focused: Element | null = null;

  constructor(host: { readonly renderRoot: HTMLElement | DocumentFragment }) {
    this.#host = host;
  }

  hostUpdate(): void {
    this.#focused = this.#root?.activeElement ?? null;
  }

  hostUpdated(): void {
    if (this.#focused && !this.#root?.activeElement) this.#root?.querySelector<HTMLElement>('.pay,.quiet')?.focus();
  }

  get #root(): ShadowRoot | undefined {
    return this.#host.renderRoot as ShadowRoot | undefined;
  }
}
