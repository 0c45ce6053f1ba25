import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { type Package, checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { filterProblems } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, it } from 'vitest';

import { packPackages } from './pack-packages.ts';

/** The tarball of a published package, unpacked in memory. */
interface Unpacked {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly tarball: Package;
  /** Paths inside the package. */
  readonly files: readonly string[];
  read(path: string): string;
}

const NAMES = ['button', 'cli', 'client', 'contract', 'tokens'].map((name) => `@mytpe-pay/${name}`);
const tarballs = await packPackages();

function unpack(name: string): Unpacked {
  const bytes = new Uint8Array(readFileSync(tarballs.get(name)!));
  const tarball = createPackageFromTarballData(bytes);
  const folder = `/node_modules/${name}/`;
  const files = tarball.listFiles().map((path) => path.slice(folder.length));
  return { bytes, tarball, files, read: (path) => tarball.readFile(folder + path) };
}

it('publishes only these packages, and all others are private', () => {
  expect([...tarballs.keys()].toSorted()).toEqual(NAMES);
});

it.for(NAMES)('%s: publint --strict reports no problem', async (name) => {
  const { messages, pkg } = await publint({ pack: { tarball: unpack(name).bytes.buffer }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

it.for(NAMES)('%s: attw --profile esm-only reports no problem', async (name) => {
  const analysis = await checkPackage(unpack(name).tarball);
  // The command-line tool has only its bin file, so it has no types.
  expect(Boolean(analysis.types)).toBe(name !== '@mytpe-pay/cli');
  const problems = (['node16-esm', 'bundler'] as const).flatMap((resolutionKind) =>
    analysis.types ? filterProblems(analysis, { resolutionKind }) : [],
  );
  expect(problems).toEqual([]);
});

it.for(NAMES)(
  '%s: the manifest contains the fields for users, and none that are internal to this repository',
  (name) => {
    const { files, read } = unpack(name);
    const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/\.$/) as string,
      license: 'MIT',
      keywords: expect.arrayContaining(['mytpe', 'algeria']) as string[],
      exports: { './package.json': './package.json' },
    });
    expect(JSON.stringify(manifest['exports'])).not.toMatch(/"source"|\.\/src\//);
    expect(JSON.stringify(manifest)).not.toContain('workspace:');
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md']));
    const others = files.filter((path) => !/^(?:dist\/.*|LICENSE|README\.md|package\.json)$/.test(path));
    expect([...others, ...files.filter((path) => /\.test\.|\.tsbuildinfo$/.test(path))]).toEqual([]);
  },
);

it('the command-line tool contains its dependencies, and their licences', () => {
  const { files, read } = unpack('@mytpe-pay/cli');
  expect(JSON.parse(read('package.json'))).not.toHaveProperty('dependencies');
  expect(files).toContain('dist/THIRD-PARTY-LICENSES.md');
  expect(read('dist/THIRD-PARTY-LICENSES.md')).toMatch(/^## undici - /m);
});

it.for(NAMES)('%s: each link of the README leads to a file of the package or to another site', (name) => {
  const { files, read } = unpack(name);
  const links = [...read('README.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  expect(links.filter((target) => !/^(?:https:|#)/.test(target) && !files.includes(target))).toEqual([]);
});

it.for(NAMES)('%s: each source map that a file names is there and contains its sources', (name) => {
  const { files, read } = unpack(name);
  const maps = files
    .filter((path) => /\.(?:js|ts)$/.test(path))
    .flatMap((path) => {
      const map = /^\/\/# sourceMappingURL=(.*)$/m.exec(read(path))?.[1];
      return map && !map.startsWith('data:') ? [posix.join(posix.dirname(path), map)] : [];
    });
  const incomplete = maps.filter((path) => {
    if (!files.includes(path)) return true;
    const { sources, sourcesContent = [] } = JSON.parse(read(path)) as { sources: string[]; sourcesContent?: string[] };
    return sources.some((_, at) => !sourcesContent[at]);
  });
  expect(incomplete).toEqual([]);
});
