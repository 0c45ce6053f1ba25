/** Drawings of the products. They are decorative, so they are hidden from assistive technology. */
const drawing = (body: string): string => `<svg class="drawing" viewBox="0 0 160 100" aria-hidden="true">${body}</svg>`;

export const DRAWINGS: Readonly<Record<string, string>> = {
  tshirt: drawing(
    '<path class="a" d="M52 24 34 34l8 18 10-4v34h56V48l10 4 8-18-18-10c-3 7-9 11-16 11s-13-4-16-11Z"/><path class="c" d="M66 72V58a14 14 0 0 1 28 0v14Zm6-28 8-8 8 8Z"/>',
  ),
  'flash-sale': drawing(
    '<rect class="a" x="42" y="34" width="76" height="48" rx="6"/><path class="b" d="M42 48h76v8H42Z"/><path class="c" d="M80 62c-12 0-14 8-14 12h28c0-4-2-12-14-12Zm0-40c4 4-3 6 0 11m-10-9c3 3-2 5 0 8m20-8c3 3-2 5 0 8"/>',
  ),
  'pay-us': drawing(
    '<path class="a" d="M50 38h52v22a22 22 0 0 1-22 22h-8a22 22 0 0 1-22-22Z"/><path class="l" d="M102 44h8a9 9 0 0 1 0 18h-9M66 30c0-6 5-5 5-11m12 11c0-6 5-5 5-11"/><path class="b" d="M44 84h64v4H44Z"/>',
  ),
  workshop: drawing(
    '<path class="a" d="M62 28h36c2 8-6 12-6 18 0 8 14 12 14 24 0 8-8 14-26 14s-26-6-26-14c0-12 14-16 14-24 0-6-8-10-6-18Z"/><path class="b" d="M57 60c10 5 36 5 46 0l3 8c-12 6-40 6-52 0Z"/><path class="l" d="M60 28h40"/>',
  ),
  donation: drawing(
    '<path class="a" d="M80 84S44 62 44 42a18 18 0 0 1 36-4 18 18 0 0 1 36 4c0 20-36 42-36 42Z"/><path class="c" d="M60 42a8 8 0 0 1 8-8"/>',
  ),
  goal: drawing(
    '<path class="a" d="M44 86V52a36 30 0 0 1 72 0v34Z"/><path class="c" d="M62 86V66a18 18 0 0 1 36 0v20Z"/><path class="b" d="M80 60c8 8 8 14 4 22h-8c-4-6-4-12 4-22Z"/><path class="l" d="M80 22v-8"/>',
  ),
  invoice: drawing(
    '<path class="a" d="M50 18h60v68l-10-6-10 6-10-6-10 6-10-6-10 6Z"/><path class="l light" d="M62 36h36M62 48h36M62 60h20"/>',
  ),
  members: drawing(
    '<circle class="a" cx="62" cy="42" r="14"/><circle class="b" cx="98" cy="42" r="14"/><path class="a" d="M36 84c0-16 10-24 26-24s26 8 26 24Z"/><path class="b" d="M92 84c0-9-2-15-6-20 3-3 8-4 12-4 16 0 26 8 26 24Z"/>',
  ),
};

export const HERO = `<svg class="hero" viewBox="0 0 420 260" aria-hidden="true"><circle class="sun" cx="318" cy="74" r="40"/><path class="far" d="M0 196 70 132l48 40 66-76 70 76 60-44 106 72v60H0Z"/><path class="white" d="M40 240v-78h34v-24a22 22 0 0 1 44 0v24h30v78Zm150 0v-60h28v-30h56v30h30v60Zm136 0v-92a24 24 0 0 1 48 0v92Z"/><path class="door" d="M84 240v-30a12 12 0 0 1 24 0v30Zm132 0v-26a14 14 0 0 1 28 0v26Zm122 0v-40a10 10 0 0 1 20 0v40ZM56 180h10v12H56Zm70 0h10v12h-10Zm104-14h10v12h-10Zm20 0h10v12h-10Z"/><path class="sea" d="M0 236q26-9 52 0t52 0 52 0 52 0 52 0 52 0 52 0 56 0v24H0Z"/></svg>`;
