import { randomInt } from 'node:crypto';

const TAIL_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const TAIL_LENGTH = 6;
const MAX_STEM = 40;

/** A public name in the documented style (`ord-10428-x9f2`): the title's Latin letters and digits, and a random tail. */
export function createSlug(title: string, isTaken: (slug: string) => boolean): string {
  const stem = slugStem(title);
  for (;;) {
    const slug = `${stem}-${randomTail()}`;
    if (!isTaken(slug)) return slug;
  }
}

function slugStem(title: string): string {
  const latin = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = latin.replaceAll(/[^a-z0-9]+/g, '-').slice(0, MAX_STEM);
  return words.replaceAll(/^-+|-+$/g, '') || 'pay';
}

function randomTail(): string {
  return Array.from({ length: TAIL_LENGTH }, () => TAIL_ALPHABET[randomInt(TAIL_ALPHABET.length)]).join('');
}
