import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

it('apps/backend/README.md links only to files that exist', () => {
  const targets = links(read('apps/backend/README.md'));
  expect(targets.length).toBeGreaterThan(1);
  expect(targets.filter((target) => !existsSync(join(root, 'apps/backend', target)))).toEqual([]);
});

const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
const pages = 'apps/docs/src/content/docs';

/** Returns the links to pages of the documentation site. */
const siteLinks = (text: string): string[] =>
  [...text.matchAll(/https?:\/\/[^\s)"'<>]+/g)].map(([link]) => link).filter((link) => link.startsWith(homepage));

/** `true` if the site has the page of a link, and the page has the heading. */
function isOnSite(link: string): boolean {
  const [path, fragment] = link.slice(homepage.length).replace(/\.$/, '').split('#') as [string, string?];
  const slug = path.replaceAll(/^\/|\/$/g, '');
  const file = [`${slug}.md`, `${slug}.mdx`, `${slug}/index.md`, `${slug}/index.mdx`].find((name) =>
    existsSync(join(root, pages, name)),
  );
  if (file === undefined || !path.endsWith('/')) return false;
  return fragment === undefined || anchors(read(join(pages, file))).includes(fragment);
}

it.each([
  'SECURITY.md',
  'apps/backend/README.md',
  'apps/backend/Dockerfile',
  'apps/backend/deploy/.env.example',
  'apps/backend/deploy/compose.yaml',
  'apps/backend/deploy/compose.replicas.yaml',
  'apps/backend/deploy/mytpe-pay.service',
  'apps/backend/deploy/monitoring/prometheus-alerts.yaml',
  'apps/backend/deploy/monitoring/prometheus-alerts.test.yaml',
])('%s links only to pages and headings that the site has', (name) => {
  const found = siteLinks(read(name));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((link) => !isOnSite(link))).toEqual([]);
});

it('the page about the API generates idempotency keys that the service accepts', () => {
  const [, generator] = /^\| JavaScript \| `([^`]+)` \|$/m.exec(read(`${pages}/develop/backend-api.md`))!;
  expect(IdempotencyKey.safeParse(runInNewContext(generator!, { crypto }))).toMatchObject({ success: true });
});

describe('the page about security', () => {
  const text = read(`${pages}/operate/security.md`);
  /** The files of tests that a row names. */
  const tests = (row: string): string[] => [...row.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path]) => path!);

  it.each(['Threats', 'Routes'])('names a test for every row of "%s"', (heading) => {
    const all = rows(text, heading);
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((row) => tests(row).length === 0)).toEqual([]);
  });

  it('names only tests that exist', () => {
    expect(tests(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
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
