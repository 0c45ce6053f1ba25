/** Secrets that must not appear anywhere, by the name that the report shows. */
export type Secrets = Readonly<Record<string, string>>;

/** Name of a secret that is exposed on purpose, to prove that the search finds secrets. */
export const PLANTED = 'planted';
export const PLANTED_VALUE = 'canary-that-was-put-there-to-be-found';

/** @returns the names of the secrets that the bytes contain, in plain text or a common encoding. */
export type SecretSearch = (bytes: Buffer) => string[];

export function createSecretSearch(secrets: Secrets): SecretSearch {
  const needles = Object.entries(secrets).flatMap(([name, value]) =>
    encodings(value).map((form) => ({ name, bytes: Buffer.from(form) })),
  );
  return (bytes) => [...new Set(needles.filter((needle) => bytes.includes(needle.bytes)).map(({ name }) => name))];
}

function encodings(value: string): string[] {
  const bytes = Buffer.from(value);
  const spellings = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), bytes.toString('hex')];
  // Inside other text the base64 form shifts by up to two bytes. Search for the characters that do not depend on the neighbours.
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(shift === 0 ? 0 : 4, Math.floor((shift + bytes.length) / 3) * 4);
  });
  const inBase64 = shifted.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
  return [...new Set([...spellings, ...inBase64])].filter((form) => form.length >= 8);
}
