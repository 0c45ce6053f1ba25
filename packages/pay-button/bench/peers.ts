import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { build } from 'vite';

import { type Figure, figure } from './figures.ts';

/** Other buttons, each with the code from its documentation. Only scripts, downloaded by name. */
const PEERS: readonly {
  readonly name: string;
  readonly version: string;
  readonly use: string;
  readonly note: string;
}[] = [
  { name: 'lit', version: '3.3.3', use: "export { LitElement, html, css } from 'lit';", note: 'not a button' },
  {
    name: '@google-pay/button-element',
    version: '4.1.0',
    use: "import '@google-pay/button-element';",
    note: 'also loads Google’s pay.js',
  },
  {
    name: '@polar-sh/checkout',
    version: '0.4.1',
    use: "export { PolarEmbedCheckout } from '@polar-sh/checkout/embed';",
    note: 'opens a frame of the provider',
  },
  {
    name: '@shopify/buy-button-js',
    version: '3.0.6',
    use: "export { default } from '@shopify/buy-button-js';",
    note: 'a complete shop',
  },
  {
    name: '@adyen/adyen-web',
    version: '6.45.2',
    use: "export { AdyenCheckout, Dropin, Card } from '@adyen/adyen-web';",
    note: 'drop-in with cards only',
  },
  {
    name: '@getalby/bitcoin-connect',
    version: '3.12.3',
    use: "import '@getalby/bitcoin-connect';",
    note: 'connects Lightning wallets',
  },
];

/** Installs the peers into a separate folder, then bundles, minifies and measures each in the same way. */
export async function peers(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    const packages = PEERS.map(({ name, version }) => `${name}@${version}`);
    const quiet = ['--no-audit', '--no-fund', '--silent', '--ignore-scripts', '--legacy-peer-deps'];
    execFileSync('npm', ['install', ...quiet, ...packages], { cwd: folder, stdio: 'inherit' });
    const figures: Figure[] = [];
    for (const { name, version, use, note } of PEERS)
      figures.push(figure(`${name} ${version} (${note})`, await weight(folder, use), 'B brotli'));
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The size of all scripts that these lines load, including later ones. */
async function weight(folder: string, use: string): Promise<number> {
  const entry = join(folder, 'entry.js');
  writeFileSync(entry, use);
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: 'entry' },
      rolldownOptions: { output: { minify: true, comments: { legal: false } } },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  return outputs.reduce((sum, one) => sum + (one.type === 'chunk' ? brotliCompressSync(one.code).length : 0), 0);
}
