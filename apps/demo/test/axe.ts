import { createRequire } from 'node:module';

import type { Page } from 'playwright-core';

import { accessibilityFaults as faultsOf } from '../../../.ci/axe.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The accessibility violations that axe finds on a page, each with its rule and element. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return faultsOf(page, axe);
}
