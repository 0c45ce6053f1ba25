import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, it } from 'vitest';

import { type Package, countTests, deleteReports, readReports, writeReport } from './reports.ts';

let root: string;
let tested: Package;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reports-'));
  tested = { folder: join(root, 'apps/shop'), scripts: { test: 'vitest run && wtr --config element.ts' } };
});

const result = (file: string, passed: number, failed = 0) => ({
  file: join(root, file),
  seconds: 1,
  passed,
  failures: Array.from({ length: failed }, (_, index) => ({ title: `test ${index}`, message: 'expected 1 to be 2' })),
});
const counted = () => countTests(tested, readReports([root, tested.folder]));

it('adds up the reports of a package’s test runners, and ignores other packages', () => {
  const files = [result('apps/shop/a.test.ts', 3), result('apps/shop/b.test.ts', 2, 1), result('apps/shop-2/a.ts', 9)];
  writeReport(root, 'vitest', files);
  writeReport(tested.folder, 'element', [result('apps/shop/c.test.ts', 4)]);
  expect(counted()).toEqual({ passed: 9, failed: 1 });
});

it('counts a runner without a report as a failure', () => {
  expect(counted()).toEqual({ passed: 0, failed: 2 });
  writeReport(root, 'vitest', [result('apps/shop/a.test.ts', 3)]);
  expect(counted()).toEqual({ passed: 3, failed: 1 });
  deleteReports([root, tested.folder]);
  expect(counted()).toEqual({ passed: 0, failed: 2 });
  expect(countTests({ ...tested, scripts: {} }, [])).toEqual({ passed: 0, failed: 0 });
});
