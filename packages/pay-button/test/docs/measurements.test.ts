import { expect, it } from 'vitest';

import { sitePage } from '../../../../.ci/site-page.ts';
import { builtFiles } from '../../bench/builds.ts';

/** Bytes. A small change of the code does not need a change of the page. */
const TOLERANCE = 200;

it.each(['mytpe-pay-button.js', 'mytpe-pay-button.dev.js'])('the page of measurements has the size of %s', (name) => {
  const rows = [...sitePage('develop/measurements').matchAll(/^\| `([\w.-]+)`[^|]*\| ([\d,]+) \|$/gm)];
  const stated = Number(rows.find(([, file]) => file === name)![2]!.replace(',', ''));
  const { brotli } = builtFiles().files.find((file) => file.name === name)!;
  expect(Math.abs(stated - brotli), `measured: ${brotli}`).toBeLessThan(TOLERANCE);
});
