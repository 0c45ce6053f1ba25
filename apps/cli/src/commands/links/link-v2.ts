import { usageError } from '../../cli-error.ts';
import type { Session } from '../../session.ts';
import type { CreateOptions } from './link-create.ts';

export async function createV2Link(_session: Session, _options: CreateOptions): Promise<void> {
  throw usageError('links of the v2 API cannot be created here yet');
}
