/**
 * Writes the static version to `dist/site`: the playground, the pages that stand for MyTPE's payment page, the service worker
 * that is the backend, and the element's drop-in files. The documentation site serves this folder at its root.
 */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import manifest from '@mytpe-pay/button/dropin/manifest.json' with { type: 'json' };
import { build } from 'vite';

import { playgroundPage } from '../src/page/page.ts';
import { SAMPLE_OFFERS } from '../src/sample-offers.ts';
import { paymentPages } from '../src/site/payment-page.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = join(root, 'dist');
const site = join(dist, 'site');
const dropin = dirname(fileURLToPath(import.meta.resolve('@mytpe-pay/button/dropin/manifest.json')));
/** The site's own icon. */
const ICON = '/favicon.svg';

function write(path: string, text: string): void {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
}

/** The hashes of the drop-in files, as the backend's `/integrity.json` returns them. */
function integrity({ version, files }: typeof manifest): object {
  return { version, files: Object.fromEntries(files.map((file) => [`v${version}/${file.name}`, file.integrity])) };
}

copyFileSync(join(root, 'src/page/playground.css'), join(dist, 'playground.css'));
const built = readdirSync(dist).filter((name) => /\.(?:js|css)$/.test(name));

await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: site,
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: 'src/service-worker.ts',
      // Not all browsers load modules as service workers.
      formats: ['iife'],
      name: 'worker',
      fileName: () => 'service-worker.js',
    },
  },
});
write(
  'playground/index.html',
  playgroundPage({
    backend: '',
    shownBackend: 'https://pay.shop.example',
    icon: ICON,
    links: { Documentation: '/develop/playground/' },
    offers: Object.keys(SAMPLE_OFFERS),
    offersHeading: 'Sample offers',
    hasTokens: false,
    worker: '/service-worker.js',
  }),
);
for (const [path, html] of paymentPages(ICON)) write(path, html);
for (const name of built) copyFileSync(join(dist, name), join(site, 'playground', name));
for (const name of readdirSync(dropin).filter((name) => /\.js(?:\.map)?$/.test(name)))
  copyFileSync(join(dropin, name), join(site, name));
write('integrity.json', JSON.stringify(integrity(manifest)));
