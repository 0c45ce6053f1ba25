import { usageError } from '../../cli-error.ts';
import type { Session } from '../../session.ts';

export async function listV2Instances(_session: Session, _options: object): Promise<void> {
  throw usageError('not yet');
}
