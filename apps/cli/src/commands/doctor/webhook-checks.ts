import type { ExtClient } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import type { Check } from './check.ts';

export async function checkWebhooks(_session: Session, _client: ExtClient): Promise<Check[]> {
  return [];
}
