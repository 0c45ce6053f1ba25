import { z } from 'zod';

const MAX_LENGTH = 60;
const TAIL_LENGTH = 6;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** What we put in a URL, MyTPE's own rule not being documented. */
export const SlugInput = z
  .string()
  .regex(/^[a-z\d][a-z\d-]{1,58}[a-z\d]$/, 'must be 3 to 60 lower-case letters, digits and inner hyphens');

/**
 * A slug for a link of this title, its last six characters random: `limited-offer-k3x9p0`. Of a title in another script
 * it keeps what is Latin. Store it before the create that sends it: it finds the link again when the answer is lost.
 * @param random 0 to 1, asked six times.
 */
export function createSlug(title: string, random: () => number = Math.random): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-');
  const readable = words
    .slice(0, MAX_LENGTH)
    .replace(/^-/, '')
    .slice(0, MAX_LENGTH - TAIL_LENGTH - 1)
    .replace(/-$/, '');
  return `${readable || 'link'}-${tail(random)}`;
}

function tail(random: () => number): string {
  const pick = () => LETTERS[Math.min(Math.floor(random() * LETTERS.length), LETTERS.length - 1)]!;
  return Array.from({ length: TAIL_LENGTH }, pick).join('');
}
