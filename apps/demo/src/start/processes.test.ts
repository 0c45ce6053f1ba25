import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { eventually } from '../../test/demo-system.ts';
import { type Program, type ProcessGroup, createProcessGroup } from './processes.ts';

/** A server that starts another process, and writes both process ids to a file when both run. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const stubborn = process.env.STUBBORN === 'yes';
  if (stubborn) process.on('SIGTERM', () => {});
  const script = (process.env.STUBBORN === 'yes' ? "process.on('SIGTERM', () => {});" : '') + "console.log('up'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', () => require('node:fs').writeFileSync(process.env.PIDS, process.pid + ' ' + child.pid));
  setInterval(() => {}, 1000);
`;

interface Started {
  readonly processes: ProcessGroup;
  readonly pids: number[];
}

async function startParent(stubborn: boolean, stopTimeoutMs?: number): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'processes-'));
  const [script, file] = [join(folder, 'parent.cjs'), join(folder, 'pids')];
  writeFileSync(script, PARENT);
  const processes = createProcessGroup(() => {}, stopTimeoutMs);
  onTestFinished(() => processes.kill());
  const env = { PIDS: file, STUBBORN: stubborn ? 'yes' : 'no' };
  processes.start({ name: 'parent', args: [script], env } satisfies Program);
  const written = await eventually(async () => /^\d+ \d+$/.exec(readFileSync(file, 'utf8'))?.[0], 'both run');
  return { processes, pids: written.split(' ').map(Number) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie process has ended.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const allGone = (pids: number[]) => eventually(async () => pids.every((pid) => !isAlive(pid)), 'all have ended');

it('also stops the processes that a server started', async () => {
  const { processes, pids } = await startParent(false);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await processes.stop();
  await allGone(pids);
});

it('kills a process that ignores the signal to stop', async () => {
  const { processes, pids } = await startParent(true, 50);
  await processes.stop();
  await allGone(pids);
});

it('kills everything immediately', async () => {
  const { processes, pids } = await startParent(true);
  processes.kill();
  await allGone(pids);
});

it('reports a server that ended unexpectedly, with its last output', async () => {
  const reported = await new Promise<[string, string[]]>((resolve) => {
    const processes = createProcessGroup((...what) => resolve(what));
    processes.start({ name: 'failing', args: ['-e', "console.error('no disk left'); process.exit(3)"], env: {} });
  });
  expect(reported).toEqual(['failing', ['no disk left']]);
});

it('does not report a server that was stopped', async () => {
  const reported: string[] = [];
  const processes = createProcessGroup((name) => reported.push(name));
  processes.start({ name: 'idle', args: ['-e', 'setInterval(() => {}, 1000)'], env: {} });
  await processes.stop();
  expect(reported).toEqual([]);
});
