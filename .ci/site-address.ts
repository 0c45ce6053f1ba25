import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Replaces the address of the documentation site in every file of the repository. The current address is `homepage` in the
 * root `package.json`.
 * @param address an `https:` origin, with or without a slash at the end.
 * @returns the changed files.
 * @throws Error if the address is not an `https:` origin.
 */
export function replaceSiteAddress(address: string, folder: string = root): string[] {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.href !== `${url.origin}/`)
    throw new Error(`${address} is not an address such as https://docs.shop.example, without a path`);
  const { homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { homepage: string };
  const found = execFileSync('git', ['grep', '--files-with-matches', '-I', '--fixed-strings', homepage], {
    cwd: folder,
    encoding: 'utf8',
  });
  const files = found.trim().split('\n');
  for (const file of files) {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(homepage, url.origin));
  }
  return files;
}

if (import.meta.main) {
  try {
    const files = replaceSiteAddress(process.argv[2] ?? '');
    process.stdout.write(`changed ${files.length} files:\n${files.join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
