import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { ExtClient } from '../src/index.ts';
import { KEY, SECRET } from './harness.ts';
import { LINK, list } from './samples.ts';
import { type ScriptedServer, type Step, json, startScriptedServer } from './scripted-server.ts';

/** A change of a list (newest first) between two pages. */
type Move = 'nothing' | 'added' | 'two added' | 'first removed' | 'last removed';
const MOVES: readonly Move[] = ['nothing', 'added', 'two added', 'first removed', 'last removed'];

let server: ScriptedServer;
let client: ExtClient;
let respond: Step = () => {};
const always: Step = (request, response) => {
  server.script(always);
  respond(request, response);
};
beforeAll(async () => {
  server = await startScriptedServer();
  server.script(always);
  client = new ExtClient({ baseUrl: server.baseUrl, credentials: { key: KEY, secret: SECRET } });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

/** Returns a server whose list changes after each page. */
function movingList(ids: string[], perPage: number, moves: readonly Move[]): Step {
  let next = 0;
  return (request, response) => {
    const page = Number(new URL(request.url, server.baseUrl).searchParams.get('page'));
    const shown = ids.slice((page - 1) * perPage, page * perPage);
    const meta = { current_page: page, per_page: perPage, last_page: Math.max(1, Math.ceil(ids.length / perPage)) };
    json(200, { ...list(shown.map((id) => ({ ...LINK, id }))), meta: { ...meta, total: ids.length } })(
      request,
      response,
    );
    const move = moves[next++ % moves.length];
    if (move === 'added' || move === 'two added') ids.unshift(`new-${next}`);
    if (move === 'two added') ids.unshift(`newer-${next}`);
    if (move === 'first removed') ids.shift();
    if (move === 'last removed') ids.pop();
  };
}

it('reading a list that changes ends, repeats no item, and loses no item to additions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.constantFrom(...MOVES), { minLength: 1, maxLength: 6 }),
      async (count, perPage, moves) => {
        const there = Array.from({ length: count }, (_, n) => `old-${n}`);
        // Reading ends unless the list grows by a whole page for each page read.
        fc.pre(perPage > 2 || !moves.some((move) => move === 'added' || move === 'two added'));
        respond = movingList([...there], perPage, moves);
        const seen: string[] = [];
        for await (const { id } of client.links.listAll({ per_page: perPage })) seen.push(id);
        expect(new Set(seen).size).toBe(seen.length);
        if (!moves.some((move) => move.endsWith('removed'))) expect(seen).toEqual(expect.arrayContaining(there));
      },
    ),
    { numRuns: runs(150, 1500) },
  );
});
