import { type DestinationStream, type Logger, pino } from 'pino';

/** The log of the backend; a pino logger has this type. Callers never pass secrets, bodies or link URLs. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const HIDDEN = '[hidden]';
/** A shorter text would match inside ordinary words. */
const MIN_CHARACTERS = 4;
/** A shorter part of base64 would match by chance. */
const MIN_BASE64_CHARACTERS = 8;

/**
 * Creates a function that removes secrets from a text, such as a log line. It finds each secret unchanged, escaped as
 * JSON (once or twice), percent-encoded, and in base64 at any position, as in `Authorization: Basic`.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= MIN_CHARACTERS);
  // The longest first, so that no rest remains of a secret that contains another secret.
  const spellings = unique(known.flatMap(spellingsOf)).toSorted((one, other) => other.length - one.length);
  const cores = unique(known.flatMap(base64CoresOf)).filter((core) => core.length >= MIN_BASE64_CHARACTERS);
  return (text) => {
    let safe = text;
    for (const spelling of spellings) if (safe.includes(spelling)) safe = safe.replaceAll(spelling, HIDDEN);
    for (const core of cores) if (safe.includes(core)) safe = safe.replaceAll(aroundBase64(core), HIDDEN);
    return safe;
  };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function spellingsOf(secret: string): string[] {
  // Percent-encoding throws for a lone surrogate.
  const text = Buffer.from(secret).toString();
  const inForm = new URLSearchParams({ '': text }).toString().slice(1);
  const percent = [encodeURIComponent(text), encodeURI(text), inForm];
  const lowerCase = percent.map((encoded) => encoded.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
  return [secret, ...percent, ...lowerCase].flatMap((form) => [form, inJson(form), inJson(inJson(form))]);
}

/** Returns the base64 characters that depend on the secret alone, for each of its three positions in a group of bytes. */
function base64CoresOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const core = text.slice(shift === 0 ? 0 : 4, Math.floor((shift + bytes.length) / 3) * 4);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(core)];
  });
}

/** Matches the whole run of base64. The characters around the core hold the first and the last bits of the secret. */
function aroundBase64(core: string): RegExp {
  const literal = core.replaceAll(/[+/]/g, String.raw`\$&`);
  return new RegExp(`[\\w+/%-]*${literal}[\\w+/%=-]*`, 'g');
}

/** Headers that never reach the log, even if future code logs a whole request. */
const SECRETS = ['authorization', 'cookie', 'idempotency-key', 'x-api-key', 'x-api-secret'].flatMap((name) => [
  `req.headers["${name}"]`,
  `headers["${name}"]`,
  `*.headers["${name}"]`,
]);

/** Creates the structured log, one JSON object per line. @param secrets texts that {@link createRedactor} removes. */
export function createLogger(level: string, secrets: readonly string[], destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: HIDDEN },
      hooks: { streamWrite: createRedactor(secrets) },
    },
    destination,
  );
}
