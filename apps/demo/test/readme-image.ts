/** Takes the README's screenshot `apps/docs/src/assets/button.png`: two buttons of a running demo. Run `npx pnpm --filter @mytpe-pay/demo readme-image`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { eventually, startDemo } from './demo-system.ts';

const target = fileURLToPath(new URL('../../../apps/docs/src/assets/button.png', import.meta.url));

const scene = (backend: string): string => `<!doctype html>
<meta charset="utf-8">
<style>
body { margin: 0; padding: 40px; display: grid; grid-template-columns: 360px 360px; gap: 32px; align-items: center; width: max-content; background: #f1e8d8; }
</style>
<script type="module" src="${backend}/mytpe-pay-button.js"></script>
<mytpe-pay-button offer="donation" lang="fr" theme="light"></mytpe-pay-button>
<mytpe-pay-button offer="tshirt" lang="ar" theme="light"></mytpe-pay-button>`;

const demo = await startDemo();
const stage = createServer((_, response) => response.setHeader('content-type', 'text/html').end(scene(demo.backend)));
await new Promise<void>((resolve) => stage.listen(0, '127.0.0.1', resolve));
try {
  const { port } = stage.address() as AddressInfo;
  const { page } = await demo.visit(`http://127.0.0.1:${port}/`, {
    deviceScaleFactor: 2,
    viewport: { width: 832, height: 520 },
  });
  const states = () =>
    page
      .locator('mytpe-pay-button')
      .evaluateAll((all) => all.map((one) => (one as unknown as { state: string }).state));
  await eventually(async () => (await states()).join() === 'ready,ready', 'both buttons are there');
  await page.waitForLoadState('networkidle');
  await page.locator('body').screenshot({ path: target, animations: 'disabled' });
  process.stdout.write(`${target}\n`);
} finally {
  stage.close();
  await demo.close();
}
