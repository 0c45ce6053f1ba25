import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';

import { IdempotencyKey } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import { fullDocument } from '../scripts/openapi.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Returns the relative links of a page. */
const links = (text: string): string[] =>
  [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/g)].map(([, target]) => target!).filter(Boolean);

/** Returns the anchors that GitHub generates for the headings of a page. */
const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );

/** Returns the rows of the table below a heading, without the header row. */
function rows(text: string, heading: string): string[] {
  const section = text.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
}

describe.each(['docs/security.md', 'docs/operating.md', 'SECURITY.md', 'apps/backend/README.md'])('%s', (name) => {
  const text = read(name);

  it('links only to files that exist', () => {
    const targets = links(text);
    expect(targets.length).toBeGreaterThan(1);
    expect(targets.filter((target) => !existsSync(join(root, dirname(name), target)))).toEqual([]);
  });

  it('links only to headings that exist', () => {
    const fragments = [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    for (const [, target, fragment] of fragments) {
      const page = target === '' ? text : read(join(dirname(name), target!));
      expect([name, target, anchors(page)]).toEqual([name, target, expect.arrayContaining([fragment])]);
    }
  });
});

it('apps/backend/README.md generates idempotency keys that the service accepts', () => {
  const [, generator] = /^\| JavaScript \| `([^`]+)` \|$/m.exec(read('apps/backend/README.md'))!;
  expect(IdempotencyKey.safeParse(runInNewContext(generator!, { crypto }))).toMatchObject({ success: true });
});

describe('docs/security.md', () => {
  const text = read('docs/security.md');

  it.each(['Threats', 'Routes'])('names a test for every row of "%s"', (heading) => {
    const all = rows(text, heading);
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((row) => !links(row).some((target) => target.endsWith('.test.ts')))).toEqual([]);
  });

  it('has a row for every route, including optional routes, and no other rows', async () => {
    const { paths } = await fullDocument();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const documented = rows(text, 'Routes').map((row) => /^\| `([^`]+)`/.exec(row)![1]!);
    expect(documented.toSorted()).toEqual(routes.toSorted());
  });
});
