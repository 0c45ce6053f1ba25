import { expect, it } from 'vitest';

import { createProgram } from '../../program.ts';
import { SYSTEM } from '../../terminal/process-context.ts';
import { endsInFileName } from './file-names.ts';

it.each([
  'identifications create --file ',
  'identifications create --name N --file=rc',
  'instances activate --yes --proof re',
  '--json brands update b-1 --logo ',
  'webhooks create --save-secret ',
  'links export l-1 --out ',
  '--config ',
  'webhooks verify ',
])('file names are offered after %j', (line) => {
  expect(endsInFileName(createProgram(SYSTEM), line.split(' '))).toBe(true);
});

it.each([
  '',
  'li',
  'identifications create --name ',
  'identifications create --fi',
  'identifications create --file rc.pdf ',
  'identifications create --title --file',
  'webhooks verify delivery.txt ',
  'links show ',
  'nonsense --file ',
])('file names are not offered after %j', (line) => {
  expect(endsInFileName(createProgram(SYSTEM), line.split(' '))).toBe(false);
});
