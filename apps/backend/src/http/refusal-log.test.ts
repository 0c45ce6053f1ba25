import { expect, it } from 'vitest';

import { createLogger } from '../lib/log.ts';
import { createRefusalLog } from './request-log.ts';

/** Creates a refusal log whose minutes end when the test ends them. */
function start(level = 'info') {
  const lines: Record<string, unknown>[] = [];
  const minutes: (() => void)[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = createRefusalLog(createLogger(level, [], { write }), (work) => void minutes.push(work));
  const refuse = (address: string, reason: string, level: 'info' | 'warn' = 'info'): void =>
    log.noteFrom(address, { reason, level, message: `refused: ${reason}` });
  return { lines, refuse, endMinute: () => minutes.shift()!(), minutes };
}

it('writes the first refusal of each network, reason and minute, and counts the others', () => {
  const { lines, refuse, endMinute } = start();
  for (let time = 0; time < 100; time++) for (const address of ['197.200.1.1', '197.200.2.2']) refuse(address, 'a');
  refuse('197.200.1.1', 'b', 'warn');
  expect(lines.map(({ msg }) => msg)).toEqual(['refused: a', 'refused: a', 'refused: b']);
  endMinute();
  expect(lines.slice(3)).toMatchObject([{ level: 'info', reason: 'a', suppressed: 198 }]);
  refuse('197.200.1.1', 'a');
  expect(lines.at(-1)).toMatchObject({ msg: 'refused: a' });
});

it('starts a minute with its first refusal, and writes nothing for a minute without refusals', () => {
  const { lines, refuse, endMinute, minutes } = start();
  refuse('197.200.1.1', 'a');
  refuse('197.200.1.1', 'a');
  expect(minutes).toHaveLength(1);
  endMinute();
  expect([minutes.length, lines.length]).toEqual([0, 2]);
});

it('writes a bounded number of lines for any number of networks and reasons', () => {
  const { lines, refuse, endMinute } = start();
  for (let n = 0; n < 10_000; n++) refuse(`10.1.${n >> 8}.${n & 255}`, 'a');
  expect(lines).toHaveLength(50);
  for (let n = 0; n < 10_000; n++) refuse('197.200.1.1', `reason ${n}`);
  expect(lines.length).toBeLessThan(200);
  endMinute();
  const counted = lines.filter(({ suppressed }) => suppressed !== undefined);
  expect(counted).toMatchObject([
    { reason: 'a', suppressed: 9950 },
    { reason: 'other', suppressed: 9900 },
  ]);
});

it('writes every refusal at level debug', () => {
  const { lines, refuse } = start('debug');
  for (let time = 0; time < 3; time++) refuse('197.200.1.1', 'a', 'warn');
  expect(lines.map(({ level }) => level)).toEqual(['warn', 'debug', 'debug']);
});

it('writes nothing below the configured level', () => {
  const { lines, refuse, minutes } = start('warn');
  refuse('197.200.1.1', 'a');
  refuse('197.200.1.1', 'b', 'warn');
  expect([lines.length, minutes.length]).toEqual([1, 1]);
});
