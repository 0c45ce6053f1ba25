import type { Chance } from './random.ts';

/** A response header with this name was injected by a request. */
export const INJECTED_HEADER = 'x-injected';
/** An element with this name in a page was injected by a request. */
export const INJECTED_ELEMENT = '<hostile-tag';

const REPEATED = ['a', '9', '../', '%00', '%2e%2e%2f', 'ﷺ', '"', '<', '\\'];

/** Texts that are known to break services, each for a different reason. */
export const EVIL_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'undefined',
  'true',
  '[object Object]',
  'NaN',
  '1e999',
  '0x1F',
  '1500,00',
  '١٥٠٠.٠٠',
  '99999999999999999999.00',
  '-0.00',
  '1500.00\n',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  '..',
  '../../../../etc/passwd',
  '..%2f..%2f..%2fetc%2fpasswd',
  '..%252f..%252fetc%252fpasswd',
  '%2e%2e/%2e%2e/server.js',
  String.raw`..\..\windows\win.ini`,
  '....//....//etc/passwd',
  '%c0%ae%c0%ae/',
  '%00',
  'tshirt%00.html',
  'tshirt\0',
  '%',
  '%zz',
  '%u0041',
  '%ff%fe',
  '%ed%a0%80',
  `\r\n${INJECTED_HEADER}: 1`,
  `%0d%0a${INJECTED_HEADER}:%201`,
  `\u560d\u560a${INJECTED_HEADER}: 1`,
  `"${INJECTED_ELEMENT}>`,
  `'>${INJECTED_ELEMENT} onload=alert(1)>`,
  `</script>${INJECTED_ELEMENT}>`,
  `</title>${INJECTED_ELEMENT}>`,
  'javascript:alert(1)',
  'data:text/html,hostile',
  "' OR '1'='1' --",
  '"; DROP TABLE links; --',
  '%_%',
  '#{7*7}{{7*7}}<%= 7*7 %>',
  '$(id)`id`;id|id',
  '*)(uid=*))(|(uid=*',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  '//evil.example/%2f..',
  '\ud800',
  '\u202egnp.exe',
  '\u0000\u0001\u0008',
  '\ufeff',
  '𐀀🇩🇿👨‍👩‍👧',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L',
  '=cmd|calc!A1',
  'lnk_' + 'A'.repeat(43),
  'tshirt',
  'TSHIRT',
];

/** Returns one of {@link EVIL_TEXTS}, or in one of ten cases a long text. */
export function evilText(chance: Chance): string {
  if (!chance.happens(0.1)) return chance.pick(EVIL_TEXTS);
  return chance.pick(REPEATED).repeat(chance.pick([100, 300, 1000, 4000]));
}
