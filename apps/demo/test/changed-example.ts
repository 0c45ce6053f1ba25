import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { onTestFinished } from 'vitest';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));

/** The path of each example's template. */
export const TEMPLATES = {
  react: 'src/shop.tsx',
  vue: 'src/shop.vue',
  svelte: 'src/shop.svelte',
  angular: 'src/shop.ts',
  solid: 'src/shop.tsx',
} as const;

export type Framework = keyof typeof TEMPLATES;
export const FRAMEWORKS = Object.keys(TEMPLATES) as Framework[];

/** A copy of an example, with the same packages. */
export interface ExampleCopy {
  readonly folder: string;
  /** Runs one of the example's scripts. @returns its output if it failed, else an empty string. */
  runScript(script: 'build' | 'typecheck'): Promise<string>;
  /** Runs a program of the example. Throws with its output if it fails. */
  run(command: string[], env: Record<string, string>): Promise<{ output: string; errors: string }>;
}

/** Copies an example, with another template, into the example's folder until the test ends. */
export function changedExample(
  name: Framework,
  changes: readonly (readonly [from: string, to: string])[],
): ExampleCopy {
  const copy = copyOf(name);
  const path = join(copy.folder, TEMPLATES[name]);
  let template = readFileSync(path, 'utf8');
  for (const [from, to] of changes) {
    if (!template.includes(from)) throw new Error(`the template has no ${from}`);
    template = template.replace(from, to);
  }
  writeFileSync(path, template);
  return copy;
}

/** Copies an example into the example's folder until the test ends. */
export function copyOf(name: Framework): ExampleCopy {
  const example = join(examples, name);
  mkdirSync(join(example, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(example, 'dist/changed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of readdirSync(example))
    if (!['node_modules', 'dist', '.turbo'].includes(part))
      cpSync(join(example, part), join(folder, part), { recursive: true });
  const { scripts } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return {
    folder,
    async runScript(script) {
      const production = { NODE_ENV: 'production' };
      const { code, output, errors } = await execute(example, folder, [scripts[script]!], production, true);
      return code === 0 ? '' : output + errors;
    },
    async run(command, env) {
      const { code, output, errors } = await execute(example, folder, command, env);
      if (code !== 0) throw new Error(`${command.join(' ')} failed\n${output}${errors}`);
      return { output, errors };
    },
  };
}

async function execute(
  example: string,
  folder: string,
  [command, ...args]: string[],
  env: Record<string, string>,
  shell = false,
): Promise<{ code: number | null; output: string; errors: string }> {
  const path = [join(example, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(command!, args, { cwd: folder, shell, env: { ...process.env, PATH: path, ...env } });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output: stripVTControlCharacters(output), errors: stripVTControlCharacters(errors) };
}
