import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/**
 * Type-checks code samples as modules of a package, so that they find its dependencies and the package itself.
 * @param folder the package's folder. @param samples the code by file name. @returns the errors; empty if there are none.
 */
export function typeErrors(folder: string, samples: Readonly<Record<string, string>>): string {
  const reports = join(folder, '.reports');
  mkdirSync(reports, { recursive: true });
  const place = mkdtempSync(join(reports, 'samples-'));
  try {
    for (const [name, code] of Object.entries(samples))
      writeFileSync(join(place, name), name.endsWith('.d.ts') ? code : `${code}\nexport {};\n`);
    const compilerOptions = {
      noEmit: true,
      declaration: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      types: ['node'],
    };
    const config = { extends: '../../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] };
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(config));
    execFileSync(process.execPath, [TSC, '-p', place], { encoding: 'utf8' });
    return '';
  } catch (error) {
    const { stdout, message } = error as { stdout?: string; message: string };
    return stdout || message;
  } finally {
    rmSync(place, { recursive: true });
  }
}
