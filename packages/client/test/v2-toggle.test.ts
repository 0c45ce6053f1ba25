import { setImmediate as nextTurn } from 'node:timers/promises';

import { beforeEach, describe, expect, it } from 'vitest';

import { NotAppliedError } from '../src/index.ts';
import { failureOf } from './harness.ts';
import { type Step, bytes, hangUp, json, silence } from './scripted-server.ts';
import { useV2Harness } from './v2-harness.ts';
import { V2_LINK, yes } from './v2-samples.ts';

const harness = useV2Harness();
let links: ReturnType<typeof harness.client>['links'];
beforeEach(() => {
  links = harness.client().links;
});

const READ = 'GET /links/l1';
const TOGGLE = 'PATCH /links/l1/toggle-status';
const reading = (status: string) => json(200, yes({ ...V2_LINK, status }));

/** Emulates one link of MyTPE: responds to any number of requests and toggles the status on request. */
function toggling(start: 'active' | 'inactive', count: number): Step[] {
  let status = start;
  return Array.from({ length: count }, (): Step => (request, response) => {
    if (request.method === 'PATCH') status = status === 'active' ? 'inactive' : 'active';
    reading(status)(request, response);
  });
}

describe('setActive', () => {
  it.each([
    [false, 'active', 'inactive'],
    [true, 'inactive', 'active'],
  ] as const)('%s: reads, toggles without a body, and reads back', async (active, from, to) => {
    harness.server.script(reading(from), json(200, yes({ id: 'l1', status: 'any' })), reading(to));
    expect(await links.setActive('l1', active)).toMatchObject({ status: to });
    expect(harness.requests()).toEqual([READ, TOGGLE, READ]);
    expect(harness.server.received[1]!.body).toBe('');
  });

  it.each([
    [true, 'active'],
    [false, 'inactive'],
  ])('%s does not toggle a link that has the status already', async (active, status) => {
    harness.server.script(reading(status));
    expect(await links.setActive('l1', active)).toMatchObject({ status });
    expect(harness.requests()).toEqual([READ]);
  });

  it.each(['closed', 'expired', 'under_review'])('rejects for a link that is %s', async (status) => {
    harness.server.script(reading(status));
    const error = await failureOf(links.setActive('l1', true));
    expect(error).toMatchObject({ name: 'InvalidInputError', outcome: 'rejected' });
    expect(error.message).toContain(`is ${status}: only active and inactive links can be toggled`);
    expect(harness.requests()).toEqual([READ]);
  });

  it('causes an error if the toggle was accepted but the status is unchanged', async () => {
    harness.server.script(reading('active'), bytes(204, ''), reading('active'));
    const error = await failureOf(links.setActive('l1', false));
    expect(error).toBeInstanceOf(NotAppliedError);
    expect(error).toMatchObject({ linkStatus: 'active', outcome: 'unknown' });
  });

  it('returns the current link if it was paid in the meantime', async () => {
    harness.server.script(reading('active'), json(200, yes()), reading('closed'));
    expect(await links.setActive('l1', false)).toMatchObject({ status: 'closed' });
  });

  it('does not read after a rejection', async () => {
    harness.server.script(reading('active'), json(403, { success: false, message: 'Closed.' }));
    expect(await failureOf(links.setActive('l1', false))).toMatchObject({ status: 403, outcome: 'rejected' });
    expect(harness.requests()).toEqual([READ, TOGGLE]);
  });
});

describe('a toggle whose response is lost', () => {
  it.each([
    ['the connection was closed', hangUp],
    ['failed', json(502, {})],
  ])('(%s) is not repeated, and succeeds if the link has the status', async (_how, step) => {
    harness.server.script(reading('active'), step, reading('inactive'));
    expect(await links.setActive('l1', false)).toMatchObject({ status: 'inactive' });
    expect(harness.requests()).toEqual([READ, TOGGLE, READ]);
  });

  it('has an unknown outcome if the link does not have the status, because MyTPE may still process it', async () => {
    harness.server.script(reading('active'), hangUp, reading('active'));
    const error = await failureOf(links.setActive('l1', false));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    expect(harness.requests()).toEqual([READ, TOGGLE, READ]);
  });

  it('has an unknown outcome and its own error if the link cannot be read', async () => {
    harness.server.script(reading('active'), json(502, {}), json(404, {}));
    expect(await failureOf(links.setActive('l1', false))).toMatchObject({ status: 502, outcome: 'unknown' });
  });

  it('is not followed by a read after an abort', async () => {
    harness.server.script(reading('active'), silence);
    const caller = new AbortController();
    const call = failureOf(links.setActive('l1', false, caller));
    await harness.server.seen(2);
    caller.abort();
    expect(await call).toMatchObject({ name: 'AbortError', outcome: 'unknown' });
    expect(harness.requests()).toEqual([READ, TOGGLE]);
  });
});

describe('concurrent calls', () => {
  it('for one link run one after the other, so that they do not cancel each other', async () => {
    harness.server.script(...toggling('active', 12));
    const wishes = [false, false, true, false];
    const found = await Promise.all(wishes.map(async (active) => (await links.setActive('l1', active)).status));
    expect(found).toEqual(['inactive', 'inactive', 'active', 'inactive']);
    expect(harness.requests()).toEqual([READ, TOGGLE, READ, READ, READ, TOGGLE, READ, READ, TOGGLE, READ]);
  });

  it('for different links do not wait for each other', async () => {
    harness.server.script(silence, reading('active'));
    const caller = new AbortController();
    const stuck = failureOf(links.setActive('l1', true, caller));
    await harness.server.seen(1);
    expect(await links.setActive('l2', true)).toMatchObject({ status: 'active' });
    caller.abort();
    expect(await stuck).toMatchObject({ name: 'AbortError' });
  });

  it('continue after a failed call, and a waiting call can be aborted immediately', async () => {
    harness.server.script(silence, ...toggling('active', 1));
    const [first, second] = [new AbortController(), new AbortController()];
    const stuck = failureOf(links.setActive('l1', false, first));
    await harness.server.seen(1);
    let rejection: unknown;
    void failureOf(links.setActive('l1', false, second)).then((error) => {
      rejection = error;
    });
    const last = links.setActive('l1', true);
    await nextTurn();
    second.abort();
    await nextTurn();
    expect(rejection).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    expect(harness.requests()).toEqual([READ]);
    first.abort();
    expect(await stuck).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    expect(await last).toMatchObject({ status: 'active' });
  });
});
