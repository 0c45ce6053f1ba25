import { randomInt } from 'node:crypto';

import type { World } from './world.ts';

const TAIL_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const TAIL_LENGTH = 6;
const MAX_STEM = 40;

/** Creates a public name in the documented style (`ord-10428-x9f2`): the title’s Latin letters and digits, and a random suffix. */
export function createSlug(world: World, title: string): string {
  const stem = slugStem(title);
  for (;;) {
    const slug = `${stem}-${randomTail()}`;
    if (!isSlugTaken(world, slug)) return slug;
  }
}

/** `true` if a link of either API has this public name. Both APIs share one pay page. */
export function isSlugTaken(world: World, slug: string): boolean {
  return world.v2LinksBySlug.has(slug) || world.linksBySlug.has(slug);
}

function slugStem(title: string): string {
  const latin = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const parts = latin.replaceAll(/[^a-z0-9]+/g, '-').slice(0, MAX_STEM);
  return parts.replaceAll(/^-+|-+$/g, '') || 'pay';
}

function randomTail(): string {
  return Array.from({ length: TAIL_LENGTH }, () => TAIL_ALPHABET[randomInt(TAIL_ALPHABET.length)]).join('');
}
