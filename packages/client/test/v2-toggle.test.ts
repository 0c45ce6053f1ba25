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
const FLIP = 'PATCH /links/l1/toggle-status';
const reading = (status: string) => json(200, yes({ ...V2_LINK, status }));

/** MyTPE's side of one link: answers any number of requests, flipping when told. */
function flipping(start: 'active' | 'inactive', count: number): Step[] {
  let status = start;
  return Array.from({ length: count }, (): Step => (request, response) => {
    if (request.method === 'PATCH') status = status === 'active' ? 'inactive' : 'active';
    reading(status)(request, response);
  });
}

describe('switching a link', () => {
  it.each([
    [false, 'active', 'inactive'],
    [true, 'inactive', 'active'],
  ] as const)('to active: %s reads, flips without a body, and reads back', async (active, from, to) => {
    harness.server.script(reading(from), json(200, yes({ id: 'l1', status: 'whatever' })), reading(to));
    expect(await links.setActive('l1', active)).toMatchObject({ status: to });
    expect(harness.asked()).toEqual([READ, FLIP, READ]);
    expect(harness.server.received[1]!.body).toBe('');
  });

  it.each([
    [true, 'active'],
    [false, 'inactive'],
  ])('to what it is already (%s) flips nothing', async (active, status) => {
    harness.server.script(reading(status));
    expect(await links.setActive('l1', active)).toMatchObject({ status });
    expect(harness.asked()).toEqual([READ]);
  });

  it.each(['closed', 'expired', 'under_review'])('is refused when it is %s', async (status) => {
    harness.server.script(reading(status));
    const error = await failureOf(links.setActive('l1', true));
    expect(error).toMatchObject({ name: 'InvalidInputError', outcome: 'rejected' });
    expect(error.message).toContain(`is ${status}: only active and inactive links can be switched`);
    expect(harness.asked()).toEqual([READ]);
  });

  it('that was accepted but did not move the link is an error', async () => {
    harness.server.script(reading('active'), bytes(204, ''), reading('active'));
    const error = await failureOf(links.setActive('l1', false));
    expect(error).toBeInstanceOf(NotAppliedError);
    expect(error).toMatchObject({ linkStatus: 'active', outcome: 'unknown' });
  });

  it('gives back the link as it became, were it paid meanwhile', async () => {
    harness.server.script(reading('active'), json(200, yes()), reading('closed'));
    expect(await links.setActive('l1', false)).toMatchObject({ status: 'closed' });
  });

  it('that is refused is not followed by a read', async () => {
    harness.server.script(reading('active'), json(403, { success: false, message: 'Closed.' }));
    expect(await failureOf(links.setActive('l1', false))).toMatchObject({ status: 403, outcome: 'rejected' });
    expect(harness.asked()).toEqual([READ, FLIP]);
  });
});

describe('a flip whose answer is lost', () => {
  it.each([
    ['hung up on', hangUp],
    ['failed', json(502, {})],
  ])('(%s) is not repeated, and done when the link shows it', async (_how, step) => {
    harness.server.script(reading('active'), step, reading('inactive'));
    expect(await links.setActive('l1', false)).toMatchObject({ status: 'inactive' });
    expect(harness.asked()).toEqual([READ, FLIP, READ]);
  });

  it('stays unknown when the link does not show it, for it may still be on its way', async () => {
    harness.server.script(reading('active'), hangUp, reading('active'));
    const error = await failureOf(links.setActive('l1', false));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    expect(harness.asked()).toEqual([READ, FLIP, READ]);
  });

  it('stays unknown, with its own reason, when the link cannot be read', async () => {
    harness.server.script(reading('active'), json(502, {}), json(404, {}));
    expect(await failureOf(links.setActive('l1', false))).toMatchObject({ status: 502, outcome: 'unknown' });
  });

  it('is not looked for by a caller who has left', async () => {
    harness.server.script(reading('active'), silence);
    const caller = new AbortController();
    const call = failureOf(links.setActive('l1', false, caller));
    await harness.server.seen(2);
    caller.abort();
    expect(await call).toMatchObject({ name: 'AbortError', outcome: 'unknown' });
    expect(harness.asked()).toEqual([READ, FLIP]);
  });
});

describe('several at once', () => {
  it('for one link take turns: none flips back what another has just flipped', async () => {
    harness.server.script(...flipping('active', 12));
    const wishes = [false, false, true, false];
    const found = await Promise.all(wishes.map(async (active) => (await links.setActive('l1', active)).status));
    expect(found).toEqual(['inactive', 'inactive', 'active', 'inactive']);
    expect(harness.asked()).toEqual([READ, FLIP, READ, READ, READ, FLIP, READ, READ, FLIP, READ]);
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

  it('go on after one that failed, and one that waits can be given up at once', async () => {
    harness.server.script(silence, ...flipping('active', 1));
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
    expect(harness.asked()).toEqual([READ]);
    first.abort();
    expect(await stuck).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    expect(await last).toMatchObject({ status: 'active' });
  });
});
