import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import { minifyLiterals } from '../minify-literals.ts';
import { MESSAGES } from '../src/warnings/messages.ts';
import { createManifest } from './manifest.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const outDir = `${root}dist/dropin`;
const PRODUCTION = 'mytpe-pay-button.js';
const DEVELOPMENT = 'mytpe-pay-button.dev.js';

/** One notice for the whole file, because each file of Lit has its own. */
const NOTICE =
  '/*! Contains Lit, (c) 2017-2022 Google LLC, BSD-3-Clause, and altcha-lib, (c) 2023-2026 Daniel Regeci, MIT. */';

/**
 * Builds one drop-in script. It contains all of its code, with Lit and all languages, so that `integrity` on the tag covers
 * everything.
 */
async function buildScript(name: string, entry: string): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [minifyLiterals()],
    build: {
      outDir,
      emptyOutDir: false,
      target: ['chrome100', 'safari16.4', 'firefox115'],
      sourcemap: true,
      minify: false,
      lib: { entry, formats: ['es'] },
      // Library mode keeps white space unless the output itself is minified.
      rolldownOptions: {
        output: {
          entryFileNames: name,
          codeSplitting: false,
          minify: true,
          comments: false,
          postBanner: NOTICE,
        },
      },
    },
  });
}

rmSync(outDir, { recursive: true, force: true });
await buildScript(PRODUCTION, 'src/dropin.ts');
await buildScript(DEVELOPMENT, 'src/dropin.development.ts');
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
const manifest = createManifest(outDir, { version, entry: PRODUCTION, development: DEVELOPMENT });
writeFileSync(`${outDir}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
/** The sections of the backend's page `/docs/troubleshooting`. An ellipsis stands for a value of the page. */
const troubleshooting = Object.entries(MESSAGES).map(([code, { says, when }]) => ({
  code,
  says: says.replaceAll('{}', '…'),
  when,
}));
writeFileSync(`${outDir}/troubleshooting.json`, `${JSON.stringify(troubleshooting, null, 2)}\n`);
