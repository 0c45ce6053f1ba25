import { ERROR_CODES, ERRORS } from '@mytpe-pay/contract';
import { expect, it } from 'vitest';

import { sitePage } from '../../../.ci/site-page.ts';
import { problemBody } from '../src/http/errors.ts';
import { MESSAGES } from '../src/i18n/messages.ts';
import { Problem } from '../src/lib/problem.ts';

const page = sitePage('reference/errors');
const { errors } = MESSAGES.en;
const yesNo = (retryable: boolean): string => (retryable ? 'yes' : 'no');

/** The section of each code: its facts, its meaning and its fix. */
const sections = page
  .split('\n## Codes of the backend\n')[1]!
  .split('\n## ')[0]!
  .split('\n### ')
  .slice(1)
  .map((text) => {
    const [title = '', facts = '', meaning = '', fix = ''] = text.trim().split('\n\n');
    return { code: title.replaceAll('`', ''), facts, meaning, fix };
  });

it('the page of error codes has a section with meaning and fix for each code, in the order of the code', () => {
  expect(sections.map(({ code }) => code)).toEqual(ERROR_CODES);
  for (const { meaning, fix } of sections) {
    expect(meaning).toMatch(/^[A-Z`][^]{40,}/);
    expect(fix).toMatch(/^\*\*Fix\.\*\* [A-Z][^]{20,}/);
  }
});

it.each(ERROR_CODES)('the page of error codes has the status and the payer’s text of %s', (code) => {
  const { status, retryable } = ERRORS[code];
  const text = code === 'offer_unavailable' ? null : `“${errors[code].replace('{amount}', '…')}”`;
  expect(sections.find((section) => section.code === code)!.facts.split('\n')).toEqual([
    `- HTTP status: ${status}`,
    `- Retry: ${yesNo(retryable)}`,
    `- Text for the payer: ${text ?? 'one sentence for each `availability`'}`,
  ]);
});

it('the page of error codes lists each code in its overview', () => {
  const rows = [...page.matchAll(/^\| \[`(\w+)`\]\(#(\w+)\) \| (\d+) \| (yes|no) \|$/gm)].map((row) => row.slice(1));
  expect(rows).toEqual(
    ERROR_CODES.map((code) => [code, code, String(ERRORS[code].status), yesNo(ERRORS[code].retryable)]),
  );
});

it('the page of error codes shows a response as the backend sends it', () => {
  const example = JSON.parse(/^```json\n(.*?)^```/ms.exec(page)![1]!) as { request_id: string };
  const problem = new Problem('offer_unavailable', { availability: 'exhausted' });
  expect(example).toEqual(problemBody(problem, 'en', example.request_id));
});
