import { spawnSync } from 'node:child_process';

import { codeBlocks, sectionOf, sitePage } from '../../../.ci/site-page.ts';

/** A command that succeeds where a language is installed; `null` for Node, which runs the tests. */
export type Probe = readonly [command: string, ...args: string[]] | null;

/** Returns a recipe of the documentation site: the code block of the section `### title` that is not a command. */
export function recipe(page: string, title: string): string {
  const blocks = codeBlocks(sectionOf(sitePage(page), `### ${title}`)).filter(({ language }) => language !== 'sh');
  if (blocks.length !== 1) throw new Error(`${page} has ${blocks.length} recipes "${title}"`);
  return blocks[0]!.code;
}

/** `true` if the command of a probe succeeds. */
export function isInstalled(probe: Probe): boolean {
  return probe === null || spawnSync(probe[0], probe.slice(1), { stdio: 'ignore' }).status === 0;
}
