import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A font file on npm: package name, subset and weights. */
interface FontFiles {
  readonly name: string;
  readonly subset: 'arabic' | 'latin';
  readonly weights: readonly number[];
}

const ARABIC: FontFiles = { name: 'noto-sans-arabic', subset: 'arabic', weights: [400, 600, 700] };
const latin = (name: string, ...weights: number[]): FontFiles => ({ name, subset: 'latin', weights });

/** Fonts by family name. DejaVu Sans contains Arabic letters. The others use those of Noto Sans Arabic. */
const FONTS = {
  'DejaVu Sans': [latin('dejavu-sans', 400, 700)],
  'Noto Sans': [latin('noto-sans', 400, 600, 700), ARABIC],
  Roboto: [latin('roboto', 400, 600, 700), ARABIC],
  // Liberation Sans 2 is derived from Arimo and has the same weights and widths. npm has no separate package of it.
  Arimo: [latin('arimo', 400, 700), ARABIC],
} as const satisfies Record<string, readonly FontFiles[]>;

export type TestFont = keyof typeof FONTS;
export const TEST_FONTS = Object.keys(FONTS) as TestFont[];

/** The widest common system font. A layout that fits its text fits the text of all others. */
export const WIDEST_FONT = 'DejaVu Sans' satisfies TestFont;

const resolve = createRequire(import.meta.url).resolve;
const scripts = new Map<TestFont, string>();

/**
 * Returns a script that sets all text of a page in one font from npm. Run it before the page's first layout.
 *
 * The fonts are in the script, so no Content-Security-Policy of the page can block them.
 */
export function fontScript(font: TestFont = 'Noto Sans'): string {
  const known = scripts.get(font);
  if (known) return known;
  const faces = FONTS[font].flatMap(({ name, subset, weights }: FontFiles) =>
    weights.map((weight) => {
      const path = resolve(`@fontsource/${name}/files/${name}-${subset}-${weight}-normal.woff2`);
      return { family: name, weight: String(weight), data: readFileSync(path, 'base64') };
    }),
  );
  const families = [...new Set(faces.map(({ family }) => `"${family}"`))].join();
  // Without geometricPrecision, the machine's hinting settings round letter widths.
  const all = `font-family:${families}!important;text-rendering:geometricPrecision!important`;
  // The button takes its font from the property, so that a page under test can set another one.
  const style = `:root{--mytpe-font:${families}}:not(mytpe-pay-button){${all}}`;
  const script = `{
    for (const { family, weight, data } of ${JSON.stringify(faces)})
      document.fonts.add(new FontFace(family, Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)), { weight }));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(style)});
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }`;
  scripts.set(font, script);
  return script;
}
