/** Turns a short name into a valid `Idempotency-Key`: different names give different keys. */
export const keyOf = (name: string): string => name.padEnd(22, '.');
