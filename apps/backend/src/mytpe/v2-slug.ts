import { randomInt } from 'node:crypto';

import { ApiError, createSlug } from '@mytpe-pay/client';

import { GatewayError } from './gateway.ts';

const RANGE = 2 ** 32;

/** A name for a link: what is readable of its title, and a tail that nobody can guess. */
export function newSlug(title: string): string {
  return createSlug(title, () => randomInt(RANGE) / RANGE);
}

/** A refusal of the slug, be it among others, becomes `taken`: whose link has it decides what it means. */
export function asTaken(error: unknown): unknown {
  if (!(error instanceof GatewayError) || !(error.cause instanceof ApiError)) return error;
  const { status, fields } = error.cause;
  return status === 422 && 'slug' in fields ? new GatewayError('taken', error.message, { cause: error.cause }) : error;
}
