import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

/** Imports an entry of this package in a new Node process and prints the loaded modules. */
const SCRIPT = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
const entry = await import(process.argv[1]);
console.log(JSON.stringify({ exported: Object.keys(entry), loaded }));
`;
const flags = ['--no-warnings', '--input-type=module', '--eval', SCRIPT];

async function load(entry: string): Promise<{ exported: string[]; loaded: string[] }> {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, entry], { cwd });
  return JSON.parse(stdout) as { exported: string[]; loaded: string[] };
}

describe('the entry webhooks', () => {
  it('exports what a receiver needs, without an HTTP client', async () => {
    const { exported, loaded } = await load('@mytpe-pay/client/webhooks');
    expect(exported).toEqual(expect.arrayContaining(['WebhookSignatureError', 'createWebhookVerifier', 'signWebhook']));
    expect(loaded.filter((url) => /undici|transport|node:(http|net|tls)/.test(url))).toEqual([]);
  });

  it('exports nothing that the main entry does not export', async () => {
    const [webhooks, all] = await Promise.all([load('@mytpe-pay/client/webhooks'), load('@mytpe-pay/client')]);
    expect(all.exported).toEqual(expect.arrayContaining(webhooks.exported));
    expect(all.loaded.some((url) => url.includes('undici'))).toBe(true);
  });
});
