import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The output of a program. */
interface Output {
  readonly output: string;
  readonly errors: string;
}

/** A copy of an example that can run programs. */
interface Example {
  readonly folder: string;
  run(command: string[], env: Record<string, string>): Promise<Output>;
}

/** The component's file, the server's program and the browser's. */
interface Page {
  readonly shop: string;
  readonly server: string;
  readonly browser: string;
}

const PAGES = {
  react: {
    shop: 'shown.tsx',
    server: `
      import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { Shop } from './shown.tsx';
      process.stdout.write(renderToString(createElement(Shop)));`,
    browser: `
      import { createElement } from 'react';
      import { hydrateRoot } from 'react-dom/client';
      import { Shop } from './shown.tsx';
      const hydrate = () => hydrateRoot(document.querySelector('#shop'), createElement(Shop));
      // A busy page hydrates late.
      location.search === '?late' ? addEventListener('hydrate', hydrate) : hydrate();`,
  },
  vue: {
    shop: 'shown.vue',
    server: `
      import { createSSRApp } from 'vue';
      import { renderToString } from 'vue/server-renderer';
      import Shop from './shown.vue';
      process.stdout.write(await renderToString(createSSRApp(Shop)));`,
    browser: `
      import { createSSRApp } from 'vue';
      import Shop from './shown.vue';
      createSSRApp(Shop).mount('#shop');`,
  },
  svelte: {
    shop: 'shown.svelte',
    server: `
      import { render } from 'svelte/server';
      import Shop from './shown.svelte';
      process.stdout.write(render(Shop).body);`,
    browser: `
      import { hydrate } from 'svelte';
      import Shop from './shown.svelte';
      hydrate(Shop, { target: document.querySelector('#shop') });`,
  },
} as const satisfies Record<string, Page>;

export type ServerFramework = keyof typeof PAGES;
export const SERVER_FRAMEWORKS = Object.keys(PAGES) as ServerFramework[];

/** Renders a component as a server does. @returns the HTML and the server's output. */
export async function renderOnServer(
  example: Example,
  framework: ServerFramework,
  shop: string,
  mode: 'development' | 'production',
): Promise<Output> {
  const page = PAGES[framework];
  const env = { NODE_ENV: mode };
  writeFileSync(join(example.folder, 'src', page.shop), shop);
  writeFileSync(join(example.folder, 'src/server.js'), page.server);
  await example.run(['vite', 'build', '--ssr', 'src/server.js', '--outDir', 'server'], env);
  return example.run(['node', 'server/server.js'], env);
}

/**
 * Builds the example's page, rendered by a server and hydrated in a browser, with the framework's development checks.
 * @param shop the source of the page's component.
 * @returns the server's HTML.
 */
export async function buildHydratedPage(
  example: Example,
  framework: ServerFramework,
  shop: string,
  backend: string,
): Promise<string> {
  const { output: html } = await renderOnServer(example, framework, shop, 'development');
  const configure = `import { configure } from '@mytpe-pay/button'; configure({ endpoint: '${backend}' });`;
  writeFileSync(join(example.folder, 'src/browser.js'), configure + PAGES[framework].browser);
  const index = join(example.folder, 'index.html');
  const page = readFileSync(index, 'utf8')
    .replace(/<main id="shop">.*<\/main>/s, () => `<main id="shop">${html}</main>`)
    .replace(/src\/\w+\.\w+"/, 'src/browser.js"');
  writeFileSync(index, page);
  await example.run(['vite', 'build'], { NODE_ENV: 'development' });
  return html;
}
