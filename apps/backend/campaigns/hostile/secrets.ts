/** What must not be seen, under the names that a report may use. */
export type Secrets = Readonly<Record<string, string>>;

/** The secret that is put where it will be seen, so that the search is known to find. */
export const PLANTED = 'planted';
export const PLANTED_VALUE = 'canary-that-was-put-there-to-be-found';

/** @returns the names of the secrets that these bytes hold, plain or in a usual encoding. */
export type SecretSearch = (bytes: Buffer) => string[];

export function createSecretSearch(secrets: Secrets): SecretSearch {
  const needles = Object.entries(secrets).flatMap(([name, value]) =>
    forms(value).map((form) => ({ name, bytes: Buffer.from(form) })),
  );
  return (bytes) => [...new Set(needles.filter((needle) => bytes.includes(needle.bytes)).map(({ name }) => name))];
}

function forms(value: string): string[] {
  const bytes = Buffer.from(value);
  const spellings = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), bytes.toString('hex')];
  // In the middle of other text, base64 shifts by up to two bytes: what does not depend on the neighbours is looked for.
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(shift === 0 ? 0 : 4, Math.floor((shift + bytes.length) / 3) * 4);
  });
  const inBase64 = shifted.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
  return [...new Set([...spellings, ...inBase64])].filter((form) => form.length >= 8);
}
