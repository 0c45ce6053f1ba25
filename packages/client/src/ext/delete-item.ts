import { ApiError } from '../errors/api-error.ts';
import type { Send } from '../transport/api-request.ts';

/** Deletes what lies at `path`. Whatever a 2xx says is a yes, and 404 says that it was already gone. */
export async function deleteItem(send: Send, path: string): Promise<void> {
  try {
    await send({ role: 'write', method: 'DELETE', path, answer: 'ignored' });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
