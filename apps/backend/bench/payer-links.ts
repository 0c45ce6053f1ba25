import { ExtClient } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '@mytpe-pay/sandbox';

import { type Figure, compare, figure } from './figures.ts';
import { each, presser } from './load.ts';
import { type Place, withPlace } from './place.ts';

const LINKS = 40;
/** What a call over the internet takes at the very least; a call within one machine takes about one millisecond. */
const DELAY_MS = 25;

/** A new payer link, beside the two calls it cannot do without, made directly. */
export function payerLinks(): Promise<Figure[]> {
  return withPlace(async (place) => {
    const { ratio: local, first, second } = await measure(place, 'payer link, MyTPE on this machine');
    await place.delayMytpe(DELAY_MS);
    const { ratio } = await measure(place, `payer link, MyTPE answers after ${DELAY_MS} ms`);
    return [
      figure(`new payer link, to create + publish at ${DELAY_MS} ms a call`, ratio, 'ratio', { atMost: 1.25 }),
      figure('the same with MyTPE on this machine', local, 'ratio'),
      figure('a new payer link adds, on this machine', first - second, 'ms'),
    ];
  });
}

async function measure({ backend, sandbox }: Place, what: string): ReturnType<typeof compare> {
  const { press, end } = presser((await backend()).url);
  const { apiBaseUrl: baseUrl } = sandbox.told as { apiBaseUrl: string };
  const client = new ExtClient({ baseUrl, credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET } });
  const direct = async (): Promise<void> => {
    const link = await client.links.create({
      payment_instance_id: SEEDED_IDS.readyInstance,
      title: 'T-shirt',
      amount_mode: 'fixed',
      amount: 450_000,
      currency: 'DZD',
      usage_mode: 'one_shot',
    });
    await client.links.publish(link.id);
  };
  try {
    return await compare(
      what,
      () => each(LINKS, press),
      () => each(LINKS, direct),
    );
  } finally {
    await end();
    await client.close();
  }
}
