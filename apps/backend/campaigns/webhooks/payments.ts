import type { Sandbox } from '@mytpe-pay/sandbox';

/** A link that was paid at MyTPE, as the backend acknowledged it. */
export interface Paid {
  readonly id: string;
  readonly slug: string;
}

const WORKERS = 8;
const PAUSE_MS = 100;

/** Has `count` visitors ask for a link and pay it at MyTPE; an answer that is lost is asked for again, as a browser would. */
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
      const link = await asked(urls, key);
      const slug = link.url.split('/').pop()!;
      await pay(sandbox, slug);
      paid.push({ id: link.id, slug });
      onPaid(paid);
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return paid;
}

async function asked(urls: () => readonly string[], key: string): Promise<{ id: string; url: string }> {
  for (let attempt = 0; ; attempt += 1) {
    const alive = urls();
    const url = alive[attempt % Math.max(1, alive.length)];
    const answer = url === undefined ? null : await posted(url, key);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function posted(url: string, key: string): Promise<{ id: string; url: string } | null> {
  try {
    const answer = await fetch(`${url}/v1/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ offer: 'donation', amount: '1500.00' }),
    });
    const body = (await answer.json()) as { id: string; url: string };
    if (answer.ok) return body;
    if (answer.status === 503 || answer.status === 429) return null;
    throw new Refused(`${answer.status} ${JSON.stringify(body)}`);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return null;
  }
}

class Refused extends Error {}

async function pay(sandbox: Sandbox, slug: string): Promise<void> {
  const answer = await fetch(`${sandbox.url}/_sandbox/links/${slug}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!answer.ok) throw new Error(`the sandbox did not take the payment: ${answer.status} ${await answer.text()}`);
  await answer.body?.cancel();
}
