import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { eventually } from '../../test/demo-system.ts';
import { type Child, type Family, createFamily } from './children.ts';

/** A server that starts another, and writes down both their numbers when both are up. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const stubborn = process.env.STUBBORN === 'yes';
  if (stubborn) process.on('SIGTERM', () => {});
  const script = (process.env.STUBBORN === 'yes' ? "process.on('SIGTERM', () => {});" : '') + "console.log('up'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', () => require('node:fs').writeFileSync(process.env.PIDS, process.pid + ' ' + child.pid));
  setInterval(() => {}, 1000);
`;

interface Household {
  readonly family: Family;
  readonly pids: number[];
}

async function household(stubborn: boolean, patienceMs?: number): Promise<Household> {
  const folder = mkdtempSync(join(tmpdir(), 'family-'));
  const [script, file] = [join(folder, 'parent.cjs'), join(folder, 'pids')];
  writeFileSync(script, PARENT);
  const family = createFamily(() => {}, patienceMs);
  onTestFinished(() => family.kill());
  const env = { PIDS: file, STUBBORN: stubborn ? 'yes' : 'no' };
  family.start({ name: 'parent', args: [script], env } satisfies Child);
  const written = await eventually(async () => /^\d+ \d+$/.exec(readFileSync(file, 'utf8'))?.[0], 'both are up');
  return { family, pids: written.split(' ').map(Number) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that has ended but was not yet collected is no longer alive.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const allGone = (pids: number[]) => eventually(async () => pids.every((pid) => !isAlive(pid)), 'all have ended');

it('ends what a server started as well', async () => {
  const { family, pids } = await household(false);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await family.stop();
  await allGone(pids);
});

it('does not wait for ever for one that does not want to end', async () => {
  const { family, pids } = await household(true, 50);
  await family.stop();
  await allGone(pids);
});

it('ends everything at once when there is no time', async () => {
  const { family, pids } = await household(true);
  family.kill();
  await allGone(pids);
});

it('tells of a server that ended by itself, with its last words', async () => {
  const told = await new Promise<[string, string[]]>((resolve) => {
    const family = createFamily((...what) => resolve(what));
    family.start({ name: 'sad', args: ['-e', "console.error('no disk left'); process.exit(3)"], env: {} });
  });
  expect(told).toEqual(['sad', ['no disk left']]);
});

it('does not tell of one that was asked to end', async () => {
  const told: string[] = [];
  const family = createFamily((name) => told.push(name));
  family.start({ name: 'calm', args: ['-e', 'setInterval(() => {}, 1000)'], env: {} });
  await family.stop();
  expect(told).toEqual([]);
});
