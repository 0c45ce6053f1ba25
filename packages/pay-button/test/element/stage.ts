import '../../src/define.ts';

import type { MytpePayButton } from '../../src/element.ts';
import type { PayEvents } from '../../src/events.ts';
import type { PayState } from '../../src/payment/pay-state.ts';
import type { OfferView } from '../../src/api/types.ts';
import { linkView, offerView, qrCodeView } from './samples.ts';
import type { ScriptedResponse, Script, Seen } from './scripted-backend.ts';

const cleanups: (() => void)[] = [];

/** Runs `cleanup` after the test, in `clearStage`. */
export function afterwards(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** Restores the page. Call it after each test. */
export function clearStage(): void {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
  sessionStorage.clear();
}

/** A separate backend for this test. */
export class Backend {
  readonly endpoint = `${location.origin}/backend/${crypto.randomUUID()}`;

  async script(script: Script): Promise<void> {
    await this.#control('script', script);
  }
  /** Sends the held responses with this name. */
  async release(name: string): Promise<void> {
    await this.#control('release', name);
  }
  /** Sends a link's view to all open event streams. */
  async sendLink(link: unknown): Promise<void> {
    await this.#control('sendLink', link);
  }
  async seen(route: string): Promise<Seen[]> {
    return (await this.#control('seen', null)).seen.filter((request) => request.route === route);
  }
  async listening(): Promise<number> {
    return (await this.#control('seen', null)).listening;
  }

  async #control(command: string, body: unknown): Promise<{ seen: Seen[]; listening: number }> {
    const response = await fetch(`${this.endpoint}/test/${command}`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as { seen: Seen[]; listening: number };
  }
}

/** A backend with one offer, which creates one link. */
export async function backendWith(offer: Partial<OfferView> = {}, more: Script = {}): Promise<Backend> {
  const backend = new Backend();
  const link = linkView();
  await backend.script({
    'GET /v1/offers/course': [{ body: offerView(offer) }],
    'POST /v1/links': [{ status: 201, body: link }],
    [`GET /v1/links/${link.id}`]: [{ body: link }],
    [`GET /v1/links/${link.id}/qr`]: [{ body: qrCodeView() }],
    ...more,
  });
  return backend;
}

/** A refusal of the backend. */
export function problem(status: number, code: string, retryable = false, headers = {}): ScriptedResponse {
  return { status, headers, body: { code, retryable, detail: `La raison : ${code}.` } };
}

export type Properties = Partial<Omit<MytpePayButton, keyof HTMLElement>> & { lang?: string };

/** Adds an element to the page without waiting for it. */
export function place(
  backend: Backend,
  properties: Properties = {},
  parent: ParentNode = document.body,
): MytpePayButton {
  const button = document.createElement('mytpe-pay-button');
  Object.assign(button, { endpoint: backend.endpoint, offer: 'course', lang: 'fr', ...properties });
  button.innerHTML = '<a href="https://pay.mytpe.example/fallback">Payer autrement</a>';
  parent.append(button);
  afterwards(() => button.remove());
  return button;
}

export async function placed(backend: Backend, properties: Properties = {}): Promise<MytpePayButton> {
  const button = place(backend, properties);
  await button.ready;
  await button.updateComplete;
  return button;
}

/** Resolves when the condition holds. Fails after 30 seconds, with a description of the condition. */
export async function until<T>(what: string, condition: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = performance.now() + 30_000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

export async function reaches(button: MytpePayButton, state: PayState): Promise<void> {
  await until(`state ${state}, not ${button.state}`, () => button.state === state);
  await button.updateComplete;
}

/** An element of the view by its part's name. Waits until it exists. */
export function part<T extends HTMLElement = HTMLElement>(button: MytpePayButton, name: string): Promise<T> {
  return until(`part ${name}`, () => button.shadowRoot!.querySelector<T>(`[part=${name}]`));
}

export function absent(button: MytpePayButton, name: string): boolean {
  return button.shadowRoot!.querySelector(`[part=${name}]`) === null;
}

/** The text content, with plain spaces. */
export function read(node: Node | null | undefined): string {
  const inside = node instanceof HTMLElement ? node.innerText : node?.textContent;
  return (inside ?? '').replaceAll(/\s+/gu, ' ').trim();
}

/** Types as a payer does, and replaces the field's whole content. */
export async function type(button: MytpePayButton, text: string): Promise<HTMLInputElement> {
  const input = await until('the amount field', () => button.shadowRoot!.querySelector<HTMLInputElement>('#amount'));
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await button.updateComplete;
  return input;
}

/** Records the details of an event, in order. */
export function recorded<Name extends keyof PayEvents>(target: EventTarget, name: Name): PayEvents[Name][] {
  const details: PayEvents[Name][] = [];
  const note = (event: Event): void => void details.push((event as CustomEvent<PayEvents[Name]>).detail);
  target.addEventListener(name, note);
  afterwards(() => target.removeEventListener(name, note));
  return details;
}

/** Records the errors that the element logs. */
export function consoleErrors(): string[] {
  const logged: string[] = [];
  const before = console.error;
  console.error = (...parts: unknown[]) => void logged.push(parts.map(String).join(' '));
  afterwards(() => (console.error = before));
  return logged;
}

/** A browser tab that the element opened, as far as the element can see it. */
export interface Tab {
  opener: unknown;
  closed: boolean;
  url: string;
}

/** Replaces the browser's `open`. A blocked pop-up returns `null`. @returns the opened tabs. */
export function tabs({ blocked = false } = {}): Tab[] {
  const opened: Tab[] = [];
  const before = window.open;
  window.open = () => {
    if (blocked) return null;
    const tab = { opener: window as unknown, closed: false, url: '' };
    opened.push(tab);
    const replace = (url: string): void => {
      if (tab.opener === null) throw new DOMException('a sandboxed frame is not the opener', 'SecurityError');
      tab.url = url;
    };
    return Object.assign(tab, { close: () => (tab.closed = true), location: { replace } }) as unknown as Window;
  };
  afterwards(() => (window.open = before));
  return opened;
}
