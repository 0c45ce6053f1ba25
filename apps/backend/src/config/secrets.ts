import type { Settings } from './settings.ts';

/** Returns every part of the settings that must not be logged. */
export function secretsOf(settings: Settings): string[] {
  const webhookSecrets = [...(settings.MYTPE_WEBHOOK_SECRET ?? []), ...(settings.MERCHANT_WEBHOOK_SECRET ?? [])];
  const secrets = [
    settings.MYTPE_API_KEY,
    settings.MYTPE_API_SECRET,
    settings.ADMIN_TOKEN ?? '',
    // The prefix is public: a log line may hold the rest alone.
    ...webhookSecrets.map((secret) => secret.replace(/^whsec_/, '')),
    ...(settings.RECEIPT_SIGNING_KEY ?? '').split(/\r?\n/).filter((line) => !line.startsWith('-----')),
    ...(settings.OFFER_TOKEN_KEYS ?? []).map((key) => (key.alg === 'HS256' ? key.secret : '')),
    ...passwordsOf(settings.STORE_URL),
  ];
  return secrets.filter((secret) => secret !== '');
}

/** The database's password, as written in the address and as sent: an error of the driver might quote either. */
function passwordsOf(storeUrl: string): string[] {
  if (storeUrl.startsWith('sqlite:')) return [];
  const written = /^\w+:\/\/[^:@/?]*:(.*)@/.exec(storeUrl)?.[1] ?? '';
  const inQuery = URL.parse(storeUrl)?.searchParams.get('password') ?? '';
  return [written, decoded(written), inQuery];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
