import { type DestinationStream, type Logger, pino } from 'pino';

import { createRedactor } from './redact.ts';

/** Headers that never reach the log, in case a whole request is logged. No code does that today. */
const SECRETS = ['authorization', 'cookie', 'idempotency-key', 'x-api-key', 'x-api-secret'].flatMap((name) => [
  `req.headers["${name}"]`,
  `headers["${name}"]`,
  `*.headers["${name}"]`,
]);

/** Creates the structured log, one JSON object a line. @param secrets texts that {@link createRedactor} removes. */
export function createLogger(level: string, secrets: readonly string[], destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[hidden]' },
      hooks: { streamWrite: createRedactor(secrets) },
    },
    destination,
  );
}
