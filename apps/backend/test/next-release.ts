import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const NOT_SOURCE = /\/(?:node_modules|dist|test|\.reports|\.turbo)(?:\/|$)/;

/**
 * Builds a later release: a copy of the built backend with a drop-in that has another version and another script.
 * @returns the path of its `server.js`.
 */
export async function buildNextRelease(version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'next-'));
  const [button, next] = [join(root, 'packages/pay-button'), join(folder, 'packages/pay-button')];
  cpSync(button, next, { recursive: true, filter: (path) => !NOT_SOURCE.test(path.slice(root.length - 1)) });
  symlinkSync(join(button, 'node_modules'), join(next, 'node_modules'));
  cpSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  const about = JSON.parse(readFileSync(join(next, 'package.json'), 'utf8')) as object;
  writeFileSync(join(next, 'package.json'), JSON.stringify({ ...about, version }));
  appendFileSync(join(next, 'src/dropin.ts'), `\nexport const version = '${version}';\n`);
  await promisify(execFile)(process.execPath, ['dropin/build.ts'], { cwd: next });

  const dist = join(folder, 'dist');
  mkdirSync(dist);
  cpSync(join(root, 'apps/backend/dist'), dist, { recursive: true });
  rmSync(join(dist, 'dropin'), { recursive: true });
  cpSync(join(next, 'dist/dropin'), join(dist, 'dropin'), { recursive: true });
  return join(dist, 'server.js');
}
