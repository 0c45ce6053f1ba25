import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Excludes installed and generated files. */
const exclude = (path: string): boolean => /(?:^|\/)(?:node_modules|dist|\.[^/]+)$/.test(path);
/** The site's pages. The build checks their links. TypeDoc writes two folders, from docstrings. */
const SITE = 'apps/docs/src/content/docs/';
const documents = globSync('**/*.{md,mdx}', { cwd: root, exclude })
  .filter((path) => !/^apps\/docs\/src\/content\/docs\/reference\/(?:client|tokens)\//.test(path))
  .toSorted();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** The text without code blocks and inline code. */
const prose = (text: string): string => text.replaceAll(/^ *```.*?^ *```/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of the headings, as GitHub creates them. */
function anchors(text: string): string[] {
  const headings = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!);
  return headings.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const isOnSite = (document: string): boolean => document.startsWith(SITE);

it.each(documents.filter((document) => !isOnSite(document)))('%s has no dead links', (document) => {
  const text = read(document);
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  const dead = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split('#') as [string, string?];
    const target = path === '' ? document : normalize(join(dirname(document), path));
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchors(read(target)).includes(decodeURI(anchor));
  });
  expect(dead).toEqual([]);
});

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('names existing files', () => {
    const named = [...text.matchAll(/`((?:apps|packages|docs|\.ci)\/[\w./-]+)`/g)].map(([, path]) => path!);
    // Built files may not exist yet.
    expect(named.filter((path) => !path.includes('/dist/') && !existsSync(join(root, path)))).toEqual([]);
  });

  it('names existing commands', () => {
    const unknown = [...text.matchAll(/\bnpx pnpm (?:--(filter|dir)\s(\S+)\s)?(run )?(\w[\w:-]*)/g)].filter(
      ([, by, where, run, command]) =>
        !scripts(by === 'filter' ? FOLDERS[where!.replaceAll(/^"|(?:\.\.\.)?"$/g, '')] : (where ?? '.')).includes(
          command!,
        ) && !(run === undefined && PNPM.includes(command!)),
    );
    expect(unknown.map(([command]) => command)).toEqual([]);
  });
});

/** Built-in commands of pnpm. */
const PNPM: readonly string[] = ['install', 'exec', 'publish'];

/** The scripts of the package in a folder. */
function scripts(folder: string | undefined): string[] {
  const path = join(folder ?? '', 'package.json');
  if (folder === undefined || !existsSync(join(root, path))) return [];
  return Object.keys((JSON.parse(read(path)) as { scripts?: object }).scripts ?? {});
}

const FOLDERS: Record<string, string> = Object.fromEntries(
  globSync('{packages,apps}/*/package.json', { cwd: root }).map((path) => [
    (JSON.parse(read(path)) as { name: string }).name,
    dirname(path),
  ]),
);

it('every document is linked from the README, directly or indirectly', () => {
  const found = new Set<string>();
  const follow = (document: string): void => {
    if (found.has(document)) return;
    found.add(document);
    for (const [, link] of prose(read(document)).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
      const target = normalize(join(dirname(document), link!));
      const page = existsSync(join(root, target, 'README.md')) ? join(target, 'README.md') : target;
      if (page.endsWith('.md') && existsSync(join(root, page))) follow(page);
    }
  };
  follow('README.md');
  expect(documents.filter((document) => !isOnSite(document) && !found.has(document))).toEqual([]);
});
