import { expect, it } from 'vitest';

import { DOSSIER, openKycDesk } from './kyc-desk.ts';
import { openDesk, runHere } from './terminal.ts';

/** Runs a command where somebody sits who gives these answers. */
function atTerminal(args: readonly string[], env: Record<string, string>, ...answers: readonly Answer[]) {
  return runHere(args, { env: { ...env, NO_COLOR: '1' }, isTTY: true, onShown: answering(answers) });
}

type Answer = readonly [question: RegExp, keys: string];
type Keyboard = { write(text: string): unknown };
const DOWN = '\u001b[B';

/** Types each answer once its question is on the screen. */
function answering(answers: readonly Answer[]) {
  const left = [...answers];
  return (keyboard: Keyboard, shown: string) => {
    const [question, answer] = left[0] ?? [];
    if (question === undefined || answer === undefined || !question.test(shown)) return;
    left.shift();
    queueMicrotask(() => keyboard.write(answer));
  };
}

it('what is required and was not typed is asked for at a terminal', async () => {
  const { env } = await openDesk();
  const { code, out, err } = await atTerminal(
    ['links', 'create'],
    env,
    [/What is paid for/, 'Order 7\r'],
    [/Amount in dinars/, '4 500,50\r'],
  );
  expect([code, out]).toEqual([0, expect.stringMatching(/title\s+Order 7[^]+amount\s+4 500,50 DA/)]);
  expect(err).not.toContain('mytpe:');
});

it('no amount is an amount that the payer chooses', async () => {
  const { env } = await openDesk();
  const { code, out } = await atTerminal(['links', 'create', '--title', 'Gift'], env, [/Amount in dinars/, '\r']);
  expect([code, out]).toEqual([0, expect.stringMatching(/amount_mode\s+open/)]);
});

it('an answer is held to the same rules as an option', async () => {
  const { env, writes } = await openDesk();
  const { code, err } = await atTerminal(
    ['links', 'create', '--title', 'T'],
    env,
    [/Amount in dinars/, '1.500\r'],
    [/two ways|read as/, '\u0003'],
  );
  expect([code, err, await writes()]).toEqual([130, expect.stringContaining('1 500 DA or 1,50 DA'), []]);
});

it('records are chosen from those there are, accepted ones first', async () => {
  const { env, mytpe, backing, review, control } = await openKycDesk();
  const { brand } = await backing();
  await mytpe(...DOSSIER.map((word) => word.replace('Boutique', 'Atelier')));
  const args = ['instances', 'activate', '--title', 'Alger'];
  const { code, out } = await atTerminal(
    args,
    env,
    [/Accepted identification/, '\r'],
    [/Accepted brand/, '\r'],
    [/Accepted bank account/, '\r'],
    [/MyTPE will charge a fee/, 'y'],
  );
  expect([code, out]).toEqual([0, expect.stringMatching(/status\s+processing/)]);
  const { activations } = (await control('GET', '/state')) as { activations: { id: string; brand_id: string }[] };
  expect(activations).toMatchObject([{ brand_id: brand }]);
  await review('activations', activations[0]!.id);
  expect((await mytpe('instances', 'list', '--json')).json.data).toMatchObject([{ title: 'Alger' }]);
});

it('another record is one key away', async () => {
  const { env, mytpe, dossier } = await openKycDesk();
  const first = await dossier();
  await mytpe(...DOSSIER.map((word) => word.replace('Boutique', 'Atelier')));
  const args = ['brands', 'create', '--name', 'Third'];
  const { code, out } = await atTerminal(args, env, [/Identification it belongs to/, `${DOWN}\r`]);
  expect([code, out]).toEqual([0, expect.stringContaining(first)]);
});

it('where there is nothing to choose from, the way there is told', async () => {
  const { env, writes } = await openKycDesk();
  const { code, err } = await atTerminal(['brands', 'create', '--name', 'B'], env);
  expect([code, err, await writes()]).toEqual([
    1,
    expect.stringMatching(/no identifications yet[^]+mytpe journey/),
    [],
  ]);
});

it('asks nobody who is not there, and nothing without credentials', async () => {
  const { env, mytpe, writes } = await openDesk();
  const piped = await mytpe('identifications', 'create', '--name', 'N');
  expect([piped.code, piped.err]).toEqual([
    2,
    expect.stringMatching(/missing is --establishment-type <id>, --authorization-type <id>\./),
  ]);
  const nobody = await atTerminal(['links', 'create'], { ...env, MYTPE_API_KEY: '' });
  expect([nobody.code, nobody.err]).toEqual([3, expect.not.stringContaining('What is paid for')]);
  expect(await writes()).toEqual([]);
});
