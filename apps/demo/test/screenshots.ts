/**
 * Takes screenshots of the element in every scenario, language and theme, and one sheet for each language and theme.
 *
 *   npx pnpm --filter @mytpe-pay/demo screenshots              writes to apps/demo/.screenshots/now
 *   npx pnpm --filter @mytpe-pay/demo screenshots --keep       also keeps them for comparison
 *   npx pnpm --filter @mytpe-pay/demo screenshots --compare    lists the differences from the kept ones, and marks them
 *
 * Screenshots are comparable on one machine only. The fonts come from npm, but each machine smooths letters differently.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

import { SCENARIOS } from '@mytpe-pay/playground';
import { LANGUAGES } from '../src/shop/strings.ts';
import { startDemo } from './demo-system.ts';

const FOLDER = fileURLToPath(new URL('../.screenshots/', import.meta.url));
const NOW = join(FOLDER, 'now');
const KEPT = join(FOLDER, 'kept');
const CHANGED = join(FOLDER, 'changed');
const THEMES = ['light', 'dark'] as const;
/** The narrowest and a wide width, in addition to the usual one. */
const WIDTHS: Readonly<Record<string, readonly number[]>> = {
  fixed: [160, 640],
  open: [160, 640],
  sharing: [160, 640],
};
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: { keep: { type: 'boolean' }, compare: { type: 'boolean' }, only: { type: 'string', default: '' } },
});

async function screenshot(
  page: Page,
  shop: string,
  name: string,
  lang: string,
  theme: string,
  width: number,
): Promise<Buffer> {
  await page.goto(`${shop}/playground/stage?scenario=${name}&lang=${lang}&theme=${theme}&width=${width}`);
  await page.locator('html[data-settled]').waitFor({ state: 'attached' });
  // Late parts of a scenario, such as the QR code, still load.
  await page.waitForTimeout(250);
  return page.locator('body').screenshot({ animations: 'disabled', caret: 'hide' });
}

/** Combines all screenshots of one language and theme on one sheet. */
async function sheet(page: Page, names: readonly string[], folder: string, theme: string): Promise<void> {
  const figures = names.map((name) => {
    const data = readFileSync(join(folder, `${name}.png`)).toString('base64');
    return `<figure><img src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`;
  });
  const colours = theme === 'dark' ? '#000;color:#fff' : '#fff;color:#000';
  // The stage's policy would block the sheet's inline style.
  await page.goto('about:blank');
  await page.setViewportSize({ width: 2100, height: 1000 });
  await page.setContent(
    `<style>body{margin:16px;font:14px sans-serif;display:grid;grid-template-columns:repeat(6,330px);gap:16px;align-items:start;background:${colours}}figure{margin:0}img{max-width:100%}</style>${figures.join('')}`,
  );
  await page.screenshot({ path: `${folder}.png`, fullPage: true });
}

async function takeAll(): Promise<void> {
  const demo = await startDemo();
  try {
    for (const lang of LANGUAGES)
      for (const theme of THEMES) {
        const folder = join(NOW, `${lang}-${theme}`);
        mkdirSync(folder, { recursive: true });
        const { page, done } = await demo.visit('/assets/icon.svg', {
          colorScheme: theme,
          viewport: { width: 700, height: 900 },
        });
        const names: string[] = [];
        for (const name of Object.keys(SCENARIOS).filter((one) => one.includes(values.only)))
          for (const width of [360, ...(WIDTHS[name] ?? [])]) {
            const file = width === 360 ? name : `${name}-${width}`;
            writeFileSync(join(folder, `${file}.png`), await screenshot(page, demo.shop, name, lang, theme, width));
            names.push(file);
          }
        await sheet(page, names, folder, theme);
        await done();
        print(`${folder}.png`);
      }
  } finally {
    await demo.close();
  }
}

/** @returns the screenshots that differ from the kept ones. Marks the differences in `changed/`. */
function differences(): string[] {
  if (!existsSync(KEPT)) throw new Error('no kept screenshots to compare with. Run it with --keep first.');
  rmSync(CHANGED, { recursive: true, force: true });
  const names = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /[\\/].*\.png$/.test(path));
  const all = [...new Set([...names(NOW), ...names(KEPT)])].toSorted();
  return all.filter((name) => {
    const [now, kept] = [NOW, KEPT].map((folder) => join(folder, name)) as [string, string];
    if (!existsSync(now) || !existsSync(kept)) return true;
    const [a, b] = [now, kept].map((path) => PNG.sync.read(readFileSync(path))) as unknown as [PNG, PNG];
    if (a.width !== b.width || a.height !== b.height) return true;
    const marked = new PNG({ width: a.width, height: a.height });
    if (pixelmatch(a.data, b.data, marked.data, a.width, a.height, { threshold: 0.1 }) === 0) return false;
    const path = join(CHANGED, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, PNG.sync.write(marked));
    return true;
  });
}

rmSync(NOW, { recursive: true, force: true });
await takeAll();
if (values.compare) {
  const changed = differences();
  for (const name of changed) print(`looks different: ${name}`);
  print(
    changed.length === 0
      ? 'No differences.'
      : `${changed.length} screenshots differ. See ${CHANGED}, or accept them with --keep.`,
  );
  process.exitCode = changed.length === 0 ? 0 : 1;
}
if (values.keep) {
  rmSync(KEPT, { recursive: true, force: true });
  cpSync(NOW, KEPT, { recursive: true });
  print(`Kept in ${KEPT}.`);
}
