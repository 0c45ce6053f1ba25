import { inspect } from 'node:util';

import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';

import { type RequestLogEvent } from '../src/index.ts';
import { KEY, SECRET, failureOf, useHarness } from './harness.ts';
import { LINK } from './samples.ts';
import { bytes, hangUp, json, type Step } from './scripted-server.ts';

const harness = useHarness();
const WEBHOOK_SECRET = 'whsec_AbC123/+xyz==';

const everything = (value: unknown) =>
  inspect(value, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });

function expectClean(shown: string): void {
  for (const secret of [KEY, SECRET, WEBHOOK_SECRET, 'AbC123']) expect(shown).not.toContain(secret);
}

describe('key, secret and webhook secrets', () => {
  it('are detected by this test', () => {
    expect(() => expectClean(everything({ a: [{ b: new Error('x', { cause: { SECRET } }) }] }))).toThrow(/mts_live/);
  });

  it('do not appear in an inspected client', async () => {
    harness.server.script(json(200, { data: LINK }));
    const client = harness.client();
    await client.links.get('x');
    expectClean(everything(client) + JSON.stringify(client));
  });

  const echo = `${KEY} ${SECRET} ${WEBHOOK_SECRET}`;
  it.each<[string, Step]>([
    ['message and code', json(401, { error: echo, message: echo })],
    ['fields', json(422, { message: 'x', errors: { [SECRET]: [echo], a: echo } })],
    ['a message cut at its limit', json(400, { message: 'x'.repeat(480) + echo })],
    ['a debug page', bytes(500, `<html><title>${echo}</title>${echo}</html>`)],
    ['the start of a broken page', bytes(200, SECRET.slice(0, 20))],
    ['headers', json(403, {}, { 'x-request-id': echo })],
    ['a content type', bytes(200, 'pong', { 'content-type': echo })],
    ['a field of the wrong type', json(200, { data: { ...LINK, amount: echo, metadata: [echo] } })],
  ])('are removed from %s', async (_where, step) => {
    const events: RequestLogEvent[] = [];
    harness.server.script(step);
    const error = await failureOf(
      harness.client({ tries: 1, onRequest: (event) => events.push(event) }).links.get('x'),
    );
    expectClean(everything(error) + error.stack + JSON.stringify(error) + everything(events));
    expect(everything(error)).not.toContain(SECRET.slice(0, 20));
  });

  it('do not appear in a connection error', async () => {
    harness.server.script(hangUp);
    expectClean(everything(await failureOf(harness.client({ tries: 1 }).me())));
  });

  it('are removed from a cause that quotes the request’s headers', async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    dispatcher
      .get('http://mytpe.test')
      .intercept({ path: '/me', headers: { 'x-api-key': 'other' } })
      .reply(200);
    const error = await failureOf(harness.client({ baseUrl: 'http://mytpe.test', dispatcher, tries: 1 }).me());
    expectClean(everything(error));
    expect(error.cause).toBeInstanceOf(Error);
    await dispatcher.close();
  });
});
