import { randomUUID } from 'node:crypto';

import type { Challenge } from '@mytpe-pay/contract';
import { signOffer } from '@mytpe-pay/tokens';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

import { AUDIENCE, TOKEN_KEY } from '../service.ts';

/** The response to a press. */
export interface Pressed {
  readonly status: number;
  readonly code: string | null;
  readonly scope: string | null;
  readonly id: string | null;
  readonly url: string | null;
  /** Number of challenges that were solved. */
  readonly solved: number;
}

interface Press {
  readonly body: object;
  /** The client's address, as the proxy reports it. */
  readonly address: string;
  /** Maximum number of challenges that the client solves; 0 for a simple bot. */
  readonly solves?: number;
}

/** Presses the button once, like the element: retries with the same key, and solves each challenge. */
export async function press(port: number, { body, address, solves = 3 }: Press): Promise<Pressed> {
  const key = randomUUID();
  let solution: string | undefined;
  for (let solved = 0; ; solved += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/v1/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-forwarded-for': address },
      body: JSON.stringify({ ...body, solution }),
    });
    const text = await response.text();
    const result = JSON.parse(text) as Partial<Record<'code' | 'scope' | 'id' | 'url', string>> & {
      challenge?: Challenge;
    };
    if (!result.challenge || solved === solves) {
      const { code = null, scope = null, id = null, url = null } = result;
      return { status: response.status, code, scope, id, url, solved };
    }
    const { challenge } = result;
    solution = btoa(JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) }));
  }
}

/** `true` if the payer got a payer link. */
export const gotLink = ({ status, scope }: Pressed): boolean => (status === 200 || status === 201) && scope === 'payer';

/** Signs an offer for one payment: a cart with a fixed amount, or an invoice whose amount the payer chooses. */
export function order(jti: string, kind: 'cart' | 'invoice'): Promise<string> {
  const amount =
    kind === 'cart'
      ? { amount_mode: 'fixed' as const, amount: 4500 }
      : { amount_mode: 'open' as const, min_amount: 100 };
  return signOffer(
    { title: `Commande ${jti}`, usage_mode: 'one_shot', ...amount },
    { key: { ...TOKEN_KEY, alg: 'HS256' }, jti, audience: AUDIENCE },
  );
}
