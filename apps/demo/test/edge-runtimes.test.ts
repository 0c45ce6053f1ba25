import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';

import { type Plugin, build } from 'vite';
import { expect, it } from 'vitest';

/** The folder from which React and the button resolve. */
const root = fileURLToPath(new URL('../examples/react/', import.meta.url));

/** A worker that renders a page with every entry of the package. */
const WORKER = `
  import { MytpePayButton, PayError, configure } from '@mytpe-pay/button';
  import { createPayment } from '@mytpe-pay/button/controller';
  import '@mytpe-pay/button/define';
  import { MytpePayButton as Component } from '@mytpe-pay/button/react';
  import { createElement } from 'react';
  import { renderToString } from 'react-dom/server';

  configure({ endpoint: 'https://pay.shop.example' });
  const link = createElement('a', { href: 'https://pay.shop.example/pay/donation' }, 'Donate');
  globalThis.seen = {
    html: renderToString(createElement(Component, { offer: 'donation' }, link)),
    state: createPayment({ offer: 'donation' }).getSnapshot().state,
    types: [typeof MytpePayButton, typeof PayError],
  };`;

/** Bundles the worker as its platform's tools do, which resolve packages by the platform's export condition. */
async function bundle(condition: string): Promise<string> {
  const entry = `${root}worker.js`;
  const worker: Plugin = {
    name: 'worker-in-memory',
    resolveId: (id) => (id === entry ? id : null),
    load: (id) => (id === entry ? WORKER : null),
  };
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [worker],
    resolve: { conditions: [condition, 'module', 'production'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'worker' } },
  });
  return (output as { output: { code: string }[] }[])[0]!.output[0]!.code;
}

/** The globals that edge runtimes have too. */
const WEB = [
  'AbortController',
  'MessageChannel',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'console',
  'crypto',
  'fetch',
  'queueMicrotask',
  'setTimeout',
] as const;

it.each(['workerd', 'edge-light', 'worker'])(
  'every entry can be imported and renders the button without Node and without a document: %s',
  async (condition) => {
    const code = await bundle(condition);
    const context = createContext(Object.fromEntries(WEB.map((name) => [name, globalThis[name]]))) as {
      seen?: unknown;
    };
    runInContext(code, context);
    expect(context.seen).toEqual({
      html: '<mytpe-pay-button defer-hydration="" offer="donation"><a href="https://pay.shop.example/pay/donation">Donate</a></mytpe-pay-button>',
      state: 'loading',
      types: ['function', 'function'],
    });
    expect(runInContext('[typeof customElements, typeof HTMLElement, typeof document]', context)).toEqual(
      Array(3).fill('undefined'),
    );
  },
);
