import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Plugin, build } from 'vite';
import { expect, it, onTestFinished, vi } from 'vitest';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));

/** What a server that renders the example's page would run. */
const SERVERS = {
  react: `
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import { Shop } from './src/shop.tsx';
    process.stdout.write(renderToString(createElement(Shop)));`,
  vue: `
    import { createSSRApp } from 'vue';
    import { renderToString } from 'vue/server-renderer';
    import Shop from './src/shop.vue';
    process.stdout.write(await renderToString(createSSRApp(Shop)));`,
  svelte: `
    import { render } from 'svelte/server';
    import Shop from './src/shop.svelte';
    process.stdout.write(render(Shop).body);`,
} as const;

/** Builds what a server runs, by the example's own configuration, as `server.js` in that folder. */
async function buildServer(name: keyof typeof SERVERS, outDir: string): Promise<void> {
  const root = join(examples, name);
  const server = join(root, 'server.js');
  const inMemory: Plugin = {
    name: 'server-in-memory',
    resolveId: (id) => (id === server ? id : null),
    load: (id) => (id === server ? SERVERS[name] : null),
  };
  await build({ root, logLevel: 'error', plugins: [inMemory], build: { ssr: server, outDir } });
}

it.each(Object.keys(SERVERS) as (keyof typeof SERVERS)[])(
  'the example in %s is rendered on a server, where there is no window',
  async (name) => {
    mkdirSync(join(examples, name, 'dist'), { recursive: true });
    const outDir = mkdtempSync(join(examples, name, 'dist/server-'));
    onTestFinished(() => rmSync(outDir, { recursive: true, force: true }));
    vi.stubEnv('NODE_ENV', 'production');
    onTestFinished(() => void vi.unstubAllEnvs());
    await buildServer(name, outDir);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(outDir, 'server.js')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/<mytpe-pay-button[^>]* offer="donation"/);
    expect(stdout).toContain('href="http://127.0.0.1:8020/pay/donation"');
  },
);
