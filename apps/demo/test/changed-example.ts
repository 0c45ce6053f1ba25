import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { onTestFinished } from 'vitest';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));

/** Where each example's template is. */
const TEMPLATES = {
  react: 'src/shop.tsx',
  vue: 'src/shop.vue',
  svelte: 'src/shop.svelte',
  angular: 'src/shop.ts',
  solid: 'src/shop.tsx',
} as const;

export type Framework = keyof typeof TEMPLATES;
export const FRAMEWORKS = Object.keys(TEMPLATES) as Framework[];

/** An example with another template. */
export interface ChangedExample {
  readonly folder: string;
  /** Runs one of the example's own scripts. @returns what it said when it failed, else nothing. */
  run(script: 'build' | 'typecheck'): Promise<string>;
}

/** A copy that lasts as long as the test, inside the example, so that it finds the same packages. */
export function changedExample(
  name: Framework,
  changes: readonly (readonly [from: string, to: string])[],
): ChangedExample {
  const example = join(examples, name);
  mkdirSync(join(example, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(example, 'dist/changed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of readdirSync(example))
    if (!['node_modules', 'dist', '.turbo'].includes(part))
      cpSync(join(example, part), join(folder, part), { recursive: true });
  const path = join(folder, TEMPLATES[name]);
  let template = readFileSync(path, 'utf8');
  for (const [from, to] of changes) {
    if (!template.includes(from)) throw new Error(`the template has no ${from}`);
    template = template.replace(from, to);
  }
  writeFileSync(path, template);
  return { folder, run: (script) => runScript(example, folder, script) };
}

async function runScript(example: string, folder: string, script: string): Promise<string> {
  const { scripts } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const path = [join(example, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH: path, NODE_ENV: 'production' };
  const child = spawn(scripts[script]!, { cwd: folder, shell: true, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return code === 0 ? '' : stripVTControlCharacters(output);
}
