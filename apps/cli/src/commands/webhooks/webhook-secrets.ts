import { CliError } from '../../cli-error.ts';
import type { Session } from '../../session.ts';
import { readVariable } from '../../settings/read-variable.ts';

/** The signing secrets to accept. @throws CliError when there is none. */
export function webhookSecrets({ surroundings: { env } }: Session): string[] {
  const text = readVariable(env, 'MYTPE_WEBHOOK_SECRET') ?? '';
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.every((secret) => secret !== '')) return secrets;
  const next =
    'Set MYTPE_WEBHOOK_SECRET, or MYTPE_WEBHOOK_SECRET_FILE; two secrets with a comma while one is replaced.';
  throw new CliError('credentials', 'the signing secret is missing', next);
}
