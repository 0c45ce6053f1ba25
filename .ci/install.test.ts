import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, expect, it } from 'vitest';

import { packPackages, pnpm, publishedPackages } from './pack-packages.ts';
import { sample } from './sample.ts';
import { codeBlocks, sectionOf, sitePage } from './site-page.ts';

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly types?: string; readonly default?: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const execute = promisify(execFile);
/** A project outside the workspace in which all packages are installed from their tarballs. */
const project = temporaryFolder('project-');
/** The manifests of the installed packages, by package name. */
const installed = new Map<string, Manifest>();

function temporaryFolder(prefix: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), prefix)));
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const write = (file: string, content: string | object): void =>
  writeFileSync(join(project, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));

beforeAll(async () => {
  const tarballs = Object.fromEntries([...(await packPackages())].map(([name, path]) => [name, `file:${path}`]));
  // Other packages are links to the repository's copies, because an install without a network cannot look up versions.
  const dependencies: Record<string, string> = {};
  const compiler = join(root, 'packages/pay-button/node_modules/@angular/compiler');
  const frameworks: Record<string, string> = { '@angular/compiler': `link:${compiler}` };
  for (const { folder } of publishedPackages()) {
    const manifest = readManifest(folder);
    const link = (name: string): string => `link:${join(folder, 'node_modules', name)}`;
    for (const name of Object.keys(manifest.dependencies ?? {})) dependencies[name] = link(name);
    for (const name of Object.keys(manifest.peerDependencies ?? {})) frameworks[name] = link(name);
  }
  // Only the test that names the types of Node may see them.
  delete frameworks['@types/node'];
  write('package.json', { private: true, type: 'module', dependencies: { ...frameworks, ...tarballs } });
  write('pnpm-workspace.yaml', JSON.stringify({ packages: [], overrides: { ...dependencies, ...tarballs } }));
  // In a folder outside the project and without hoisting, a package finds only the dependencies in its own manifest.
  const isolated = ['--config.hoist=false', `--config.virtual-store-dir=${temporaryFolder('installed-')}`];
  await pnpm(project, 'install', '--offline', ...isolated);
  for (const name of Object.keys(tarballs)) installed.set(name, readManifest(join(project, 'node_modules', name)));
});

/** Returns the entries that have code (`default`) or types, as import specifiers. */
function entries(condition: 'default' | 'types'): string[] {
  return [...installed].flatMap(([name, { exports }]) =>
    Object.entries(exports)
      .filter(([, target]) => typeof target === 'object' && target[condition])
      .map(([subpath]) => join(name, subpath)),
  );
}

it.for(['default', 'source'])('Node imports and requires every entry, with the condition "%s"', async (condition) => {
  // An application compiles an Angular library in its build. Here the compiler runs when the library is loaded.
  const script = `import '@angular/compiler';
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    const loaded = [];
    for (const entry of ${JSON.stringify(entries('default'))}) {
      const [imported, required] = [await import(entry), require(entry)];
      if (Object.keys(imported).every((name) => imported[name] === required[name])) loaded.push(entry);
    }
    console.log(JSON.stringify(loaded));`;
  write('load.js', script);
  const { stdout } = await execute(process.execPath, [`--conditions=${condition}`, 'load.js'], { cwd: project });
  const expected = ['contract/money', 'client', 'client/webhooks', 'tokens', 'button', 'button/define'];
  expect(JSON.parse(stdout)).toEqual(entries('default'));
  expect(entries('default')).toEqual(expect.arrayContaining(expected.map((entry) => `@mytpe-pay/${entry}`)));
});

it.each([
  ['README', () => readFileSync(join(project, 'node_modules/@mytpe-pay/contract/README.md'), 'utf8')],
  ['page', () => sectionOf(sitePage('develop/backend-api'), '## The contract package')],
])('the examples in the contract’s %s print the results in their comments', async (_name, readText) => {
  const examples = codeBlocks(readText())
    .filter(({ language }) => language === 'js')
    .map(({ code }) => code);
  write('examples.js', examples.join('\n'));
  const { stdout } = await execute(process.execPath, ['examples.js'], { cwd: project });
  const comments = [...examples.join('').matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
  expect(comments.length).toBeGreaterThan(3);
  expect(stdout.replaceAll('\u00A0', ' ').trim().split('\n')).toEqual(comments);
});

/** Type-checks a file that imports all of the entries and uses all of their types. Returns the paths of all files read. */
async function checkTypes(specifiers: readonly string[], options: object): Promise<string> {
  write('entries.ts', specifiers.map((entry, at) => `export * as entry${at} from '${entry}';`).join('\n'));
  const common = { strict: true, noEmit: true, target: 'es2023', skipLibCheck: false, skipDefaultLibCheck: true };
  const typeRoots = [join(root, 'node_modules/@types')];
  write('tsconfig.json', { compilerOptions: { ...common, typeRoots, ...options }, files: ['entries.ts'] });
  const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '--listFiles'];
  return await execute(process.execPath, tsc, { cwd: project }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => expect.fail(stdout),
  );
}

it('the types need no @types/node in projects with a DOM, except those of the client', async () => {
  const all = entries('types').filter((entry) => !entry.startsWith('@mytpe-pay/client'));
  // The types of the frameworks are most of the work, and the examples check these entries too.
  const specifiers = sample(
    all,
    all.filter((entry) => !/\/(?:angular|react|solid|svelte|vue)$/.test(entry)),
  );
  const files = await checkTypes(specifiers, { module: 'nodenext', lib: ['ES2023', 'DOM'], types: [] });
  expect(files).toContain('contract/dist/index.d.ts');
  expect(files).not.toContain('@types/node/');
});

it('the server types need no DOM in projects with @types/node', async () => {
  const specifiers = entries('types').filter((entry) => !entry.startsWith('@mytpe-pay/button'));
  const bundler = { module: 'esnext', moduleResolution: 'bundler' };
  const files = await checkTypes(specifiers, { ...bundler, lib: ['ES2023'], types: ['node'] });
  expect(files).toContain('client/dist/webhooks/index.d.ts');
});

const bin = join(project, 'node_modules/.bin/mytpe');

it('mytpe runs', async () => {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const { stdout } = await execute(bin, ['--version'], { cwd: project, env: { ...process.env, PATH: path } });
  expect(stdout.trim()).toBe(installed.get('@mytpe-pay/cli')?.version);
});

/** Returns a Node of this machine that `mytpe` does not support, else this one with an old version in its place. */
function oldNode(): { command: string; flags: string[]; version: string } {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const command = join(folder, 'node');
    const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const version = /^v((?:18|20|21)\..*)/.exec(stdout ?? '')?.[1];
    if (version) return { command, flags: [], version };
  }
  const version = '20.19.5';
  const script = `Object.defineProperty(process, 'version', { value: 'v${version}' })`;
  return { command: process.execPath, flags: ['--import', `data:text/javascript,${script}`], version };
}

it('mytpe reports the required version to an old Node, with exit code 1', () => {
  const { command, flags, version } = oldNode();
  const file = join(project, 'node_modules/@mytpe-pay/cli/dist/mytpe.js');
  const { status, stdout, stderr } = spawnSync(command, [...flags, file, 'links', 'list'], { encoding: 'utf8' });
  const sentence = `mytpe needs Node 22.19 or later; this is ${version} (https://nodejs.org)\n`;
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: sentence });
});
