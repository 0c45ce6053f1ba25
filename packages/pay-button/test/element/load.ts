import { expect } from '@open-wc/testing';

import { linkView } from './samples.ts';
import type { ScriptedResponse } from './scripted-backend.ts';
import { type Backend, afterwards, backendWith } from './stage.ts';

export const LINK = { status: 201, body: linkView() };
/** A challenge that no browser solves during a test. */
export const ENDLESS = { challenge: { cost: 1000, counter: 4_000_000_000 } };

/** A backend with these responses to the requests for a link. */
export const loaded = (...pressed: ScriptedResponse[]) => backendWith({}, { 'POST /v1/links': pressed });

export interface Sent {
  readonly keys: (string | null)[];
  readonly bodies: { solution?: string | null }[];
}

/** The requests for a link that the backend received. */
export async function sentTo(backend: Backend): Promise<Sent> {
  const seen = await backend.seen('POST /v1/links');
  return { keys: seen.map(({ key }) => key), bodies: seen.map(({ body }) => body as Sent['bodies'][number]) };
}

/** Expects one request, repeated with these kinds of solution. */
export async function expectSent(backend: Backend, ...solutions: ('none' | 'solved' | 'impossible')[]): Promise<void> {
  const { keys, bodies } = await sentTo(backend);
  expect(new Set(keys).size).to.equal(1);
  expect(bodies.map(({ solution }) => (solution ? 'solved' : solution === null ? 'impossible' : 'none'))).to.deep.equal(
    solutions,
  );
  for (const { solution: _, ...rest } of bodies) expect(rest).to.deep.equal({ offer: 'course', version: 'v1' });
}

/** Counts the keys that the page derives. */
export function derivations(): { count: number } {
  const counted = { count: 0 };
  const { subtle } = crypto;
  const { deriveBits } = subtle;
  subtle.deriveBits = (...input) => {
    counted.count += 1;
    return deriveBits.apply(subtle, input);
  };
  afterwards(() => Reflect.deleteProperty(subtle, 'deriveBits'));
  return counted;
}

/** Removes Web Crypto, as on plain http pages. */
export function withoutWebCrypto(): void {
  Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
  afterwards(() => Reflect.deleteProperty(crypto, 'subtle'));
}
