import type { Sandbox } from '@mytpe-pay/sandbox';

/** A link that was paid at MyTPE, as the backend acknowledged it. */
export interface Paid {
  readonly id: string;
  readonly slug: string;
}

const WORKERS = 8;
const PAUSE_MS = 100;

/** Simulates `count` visitors who request a link and pay it at MyTPE. Retries a lost response with the same key, like a browser. */
export async function makePayments(
  count: number,
  sandbox: Sandbox,
  urls: () => readonly string[],
  onPaid: (paid: readonly Paid[]) => void,
): Promise<readonly Paid[]> {
  const paid: Paid[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    while (next < count) {
      const key = `webhook-campaign-payment-${next++}`;
      const link = await requestLink(urls, key);
      const slug = link.url.split('/').pop()!;
      await pay(sandbox, slug);
      paid.push({ id: link.id, slug });
      onPaid(paid);
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return paid;
}

async function requestLink(urls: () => readonly string[], key: string): Promise<{ id: string; url: string }> {
  for (let attempt = 0; ; attempt += 1) {
    const alive = urls();
    const url = alive[attempt % Math.max(1, alive.length)];
    const link = url === undefined ? null : await postLink(url, key);
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function postLink(url: string, key: string): Promise<{ id: string; url: string } | null> {
  try {
    const response = await fetch(`${url}/v1/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ offer: 'donation', amount: '1500.00' }),
    });
    const body = (await response.json()) as { id: string; url: string };
    if (response.ok) return body;
    if (response.status === 503 || response.status === 429) return null;
    throw new Refused(`${response.status} ${JSON.stringify(body)}`);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return null;
  }
}

class Refused extends Error {}

async function pay(sandbox: Sandbox, slug: string): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/links/${slug}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok)
    throw new Error(`the sandbox did not accept the payment: ${response.status} ${await response.text()}`);
  await response.body?.cancel();
}
