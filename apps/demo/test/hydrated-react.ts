import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PackedExample } from './packed-example.ts';

/** A page with each prop of the component. */
export const EVERY_PROP = `
import { MytpePayButton } from '@mytpe-pay/button/react';
import { useState } from 'react';

export function Shop() {
  const [seen, setSeen] = useState('');
  const see = (name: string) => () => setSeen((before) => before + ' ' + name);
  return (
    <>
      <MytpePayButton id="every" offer="donation" termsUrl="https://shop.example/terms" termsRequired
        onReady={see('onReady')} onAmountChange={see('onAmountChange')} onPay={see('onPay')} onLink={see('onLink')}
        onOpen={see('onOpen')} onStatus={see('onStatus')} onPaid={see('onPaid')} onShare={see('onShare')}
        onError={see('onError')} />
      <MytpePayButton id="signed" offerToken="a.b.c" />
      <output>{seen}</output>
    </>
  );
}
`;

const SERVER = `
import { renderToString } from 'react-dom/server';
import { Shop } from './shown.tsx';

process.stdout.write(renderToString(<Shop />));
`;

const BROWSER = `
import { configure } from '@mytpe-pay/button';
import { hydrateRoot } from 'react-dom/client';
import { Shop } from './shown.tsx';

configure({ endpoint: 'BACKEND' });
hydrateRoot(document.querySelector('#shop')!, <Shop />);
`;

/**
 * Builds a page of the React example that is rendered by a server and hydrated in the browser, with React's development
 * checks.
 * @param shop the source of the page's component.
 * @returns the HTML that the server renders.
 */
export async function buildHydratedPage(example: PackedExample, shop: string, backend: string): Promise<string> {
  const path = (name: string): string => join(example.folder, name);
  writeFileSync(path('src/shown.tsx'), shop);
  writeFileSync(path('src/server.tsx'), SERVER);
  writeFileSync(path('src/hydrate.tsx'), BROWSER.replace('BACKEND', backend));
  const development = { NODE_ENV: 'development' };
  await example.run(['vite', 'build', '--ssr', 'src/server.tsx', '--outDir', 'server'], development);
  const html = await example.run(['node', 'server/server.js'], development);
  const page = readFileSync(path('index.html'), 'utf8')
    .replace(/<main id="shop">.*<\/main>/, () => `<main id="shop">${html}</main>`)
    .replace(/src\/\w+\.tsx/, 'src/hydrate.tsx');
  writeFileSync(path('index.html'), page);
  await example.run(['vite', 'build'], development);
  return html;
}
