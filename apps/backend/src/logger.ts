import { type DestinationStream, type Logger, pino } from 'pino';

/** Fields that never reach the log even if somebody logs a whole request: the second wall, the first is not logging them. */
const SECRETS = ['authorization', 'cookie', 'idempotency-key', 'x-api-key', 'x-api-secret'].flatMap((name) => [
  `req.headers["${name}"]`,
  `headers["${name}"]`,
  `*.headers["${name}"]`,
]);

/** Structured logs, one JSON object a line. @param secrets texts that are blotted out wherever they appear. */
export function createLogger(level: string, secrets: readonly string[], destination?: DestinationStream): Logger {
  const hidden = secrets.filter((secret) => secret.length >= 8);
  const blot = (line: string): string => hidden.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), line);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[hidden]' },
      hooks: { streamWrite: blot },
    },
    destination,
  );
}
