import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '@mytpe-pay/sandbox';
import { Pool } from 'undici';

import { type Figure, compare, figure } from './figures.ts';
import { JSON_TYPE, each, presser } from './load.ts';
import { type BenchEnvironment, withBenchEnvironment } from './environment.ts';

const LINKS = 40;
/** A low estimate of a call over the internet. A call within one machine takes about 1 ms. */
const DELAY_MS = 25;

const HEADERS = { ...JSON_TYPE, 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET };
const DRAFT = JSON.stringify({
  payment_instance_id: SEEDED_IDS.readyInstance,
  title: 'T-shirt',
  amount_mode: 'fixed',
  amount: 4500,
  currency: 'DZD',
  usage_mode: 'one_shot',
});

/** Compares `POST /v1/links` for a new payer link with only its create and publish calls, sent directly to MyTPE. */
export function payerLinks(): Promise<Figure[]> {
  return withBenchEnvironment(async (environment) => {
    const { ratio: local, first, second } = await measure(environment, 'payer link, MyTPE on this machine');
    await environment.delayMytpe(DELAY_MS);
    const { ratio } = await measure(environment, `payer link, MyTPE responds after ${DELAY_MS} ms`);
    return [
      figure(`new payer link, to create + publish at ${DELAY_MS} ms a call`, ratio, 'ratio', { atMost: 1.25 }),
      figure('the same with MyTPE on this machine', local, 'ratio'),
      figure('a new payer link adds, on this machine', first - second, 'ms'),
    ];
  });
}

async function measure({ backend, sandbox }: BenchEnvironment, what: string): ReturnType<typeof compare> {
  const { press, end } = presser((await backend()).url);
  const { origin, pathname } = new URL(sandbox.startMessage['apiBaseUrl']!);
  const mytpe = new Pool(origin);
  async function send(path: string, body: string | null = null): Promise<string> {
    const response = await mytpe.request({ method: 'POST', path: pathname + path, headers: HEADERS, body });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`POST ${path}: ${response.statusCode} ${text}`);
    return text;
  }
  const direct = async (): Promise<void> => {
    const { data } = JSON.parse(await send('/links', DRAFT)) as { data: { id: string } };
    await send(`/links/${data.id}/publish`);
  };
  try {
    return await compare(
      what,
      () => each(LINKS, press),
      () => each(LINKS, direct),
    );
  } finally {
    await end();
    await mytpe.close();
  }
}
