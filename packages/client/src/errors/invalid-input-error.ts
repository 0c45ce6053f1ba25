import type { FieldMessages } from './api-error.ts';
import { MytpeError } from './mytpe-error.ts';

/** What the caller gave cannot be sent: found before anything went out, so `outcome` is always `rejected`. */
export class InvalidInputError extends MytpeError {
  override readonly name = 'InvalidInputError';
  /** What is wrong with which field, option or id. */
  readonly fields: FieldMessages;

  constructor(what: string, fields: FieldMessages) {
    super(`${what}: ${describeFields(fields)}`, { outcome: 'rejected' });
    this.fields = fields;
  }
}

/** One line for people: `amount: must be …; title: is empty`. */
export function describeFields(fields: FieldMessages): string {
  return Object.entries(fields)
    .map(([name, messages]) => `${name}: ${messages.join(' ')}`)
    .join('; ');
}
