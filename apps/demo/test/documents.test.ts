import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Neither what is installed nor what is made. */
const exclude = (path: string): boolean => /(?:^|\/)(?:node_modules|dist|\.[^/]+)$/.test(path);
const documents = globSync('**/*.md', { cwd: root, exclude }).toSorted();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** What is said, without the code that is shown. */
const prose = (text: string): string => text.replaceAll(/^ *```.*?^ *```/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors that headings get, as GitHub makes them. */
function anchors(text: string): string[] {
  const headings = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!);
  return headings.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('links to what is there', () => {
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

  it('names files that are there', () => {
    const named = [...text.matchAll(/`((?:apps|packages|docs|\.ci)\/[\w./-]+)`/g)].map(([, path]) => path!);
    // What is built may not be there yet.
    expect(named.filter((path) => !path.includes('/dist/') && !existsSync(join(root, path)))).toEqual([]);
  });

  it('names commands that are there', () => {
    const unknown = [...text.matchAll(/\bnpx pnpm (?:--filter\s(\S+)\s)?(\w[\w:-]*)/g)].filter(
      ([, room, command]) => !scripts(room).includes(command!) && !(room === undefined && PNPM.includes(command!)),
    );
    expect(unknown.map(([command]) => command)).toEqual([]);
  });
});

/** What pnpm does by itself. */
const PNPM: readonly string[] = ['install', 'exec', 'publish'];

/** The commands of a room by its package's name, or of the whole. */
function scripts(room: string | undefined): string[] {
  const folder = room === undefined ? '.' : ROOMS[room];
  if (folder === undefined) return [];
  return Object.keys((JSON.parse(read(join(folder, 'package.json'))) as { scripts?: object }).scripts ?? {});
}

const ROOMS: Record<string, string> = Object.fromEntries(
  globSync('{packages,apps}/*/package.json', { cwd: root }).map((path) => [
    (JSON.parse(read(path)) as { name: string }).name,
    dirname(path),
  ]),
);

it('every document can be found from the front door', () => {
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
  expect(documents.filter((document) => !found.has(document))).toEqual([]);
});
