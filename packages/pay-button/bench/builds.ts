import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

import { build } from 'vite';

const DROPIN = fileURLToPath(new URL('../dist/dropin/', import.meta.url));
const MINIMAL = fileURLToPath(new URL('./minimal-element.ts', import.meta.url));

/** The fields of `manifest.json` that the benchmarks read. */
export interface Built {
  readonly version: string;
  readonly entry: string;
  /** In older builds: the file at the address without a version. */
  readonly current?: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly brotli: number }[];
}

/** @param directory of a drop-in. Default: this build's. */
export function builtFiles(directory: string = DROPIN): Built {
  return JSON.parse(readFileSync(`${directory}/manifest.json`, 'utf8')) as Built;
}

/** Compressed scripts by their path on the backend: this build, an older one below `/old`, and a minimal Lit element. */
export async function servedScripts(old: string | undefined): Promise<Map<string, Buffer>> {
  return new Map([
    ...scriptsOf(DROPIN, ''),
    ...(old === undefined ? [] : scriptsOf(old, '/old')),
    ['/minimal-element.js', brotliCompressSync(await minimalElement())] as const,
  ]);
}

function scriptsOf(directory: string, prefix: string): (readonly [path: string, body: Buffer])[] {
  const { version, entry, current, files } = builtFiles(directory);
  const compressed = (name: string): Buffer => brotliCompressSync(readFileSync(`${directory}/${name}`));
  const scripts = files.map(({ name }) => name).filter((name) => name.endsWith('.js'));
  return [
    ...scripts.map((name) => [`${prefix}/v${version}/${name}`, compressed(name)] as const),
    [`${prefix}/mytpe-pay-button.js`, compressed(current ?? entry)] as const,
  ];
}

async function minimalElement(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: MINIMAL, formats: ['es'], fileName: 'minimal' },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  return outputs.flatMap((one) => (one.type === 'chunk' ? [one.code] : [])).join('\n');
}
