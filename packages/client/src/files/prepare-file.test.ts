import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runs } from '../../../../.ci/sample.ts';
import { HEADS, dripped, fileBytes } from '../../test/file-samples.ts';
import { InvalidInputError } from '../errors.ts';
import { describeSize } from '../wire/input-fields.ts';
import type { FileInput } from './file-input.ts';
import { ANY_IMAGE, type FileRule, JPEG_OR_PNG, JPEG_PNG_OR_PDF, PDF, describeRule } from './file-rule.ts';
import { prepareFile } from './prepare-file.ts';

const never = new AbortController().signal;
const prepare = (input: FileInput, rule: FileRule = JPEG_PNG_OR_PDF) => prepareFile('proof', input, rule, never);

async function problem(input: unknown, rule?: FileRule): Promise<string> {
  const error = await prepare(input as FileInput, rule).then(
    () => new Error('no error was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof InvalidInputError) return error.fields['proof']!.join();
  throw error;
}

describe('a file’s bytes', () => {
  const small: FileRule = { ...JPEG_PNG_OR_PDF, maxBytes: 2_000 };
  const content = fc.uint8Array({ maxLength: 4_000 }).map((tail) => Buffer.concat([HEADS.pdf, tail]));

  it('are unchanged for any source and any chunks; an oversized file is rejected', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 5_000 }), async (bytes, step) => {
        const sources: FileInput[] = [bytes, new Blob([bytes]), new Blob([bytes]).stream(), dripped(bytes, step)];
        for (const source of sources) {
          if (bytes.length > small.maxBytes) expect(await problem(source, small)).toContain('at most 2,000 bytes');
          else expect(Buffer.from((await prepare(source, small)).bytes).equals(bytes)).toBe(true);
        }
      }),
      { numRuns: runs(50, 500) },
    );
  });

  it('are a copy, so that later changes to the source have no effect', async () => {
    const bytes = fileBytes('png', 100);
    const prepared = await prepare(bytes);
    bytes.fill(0);
    expect(Buffer.from(prepared.bytes).equals(fileBytes('png', 100))).toBe(true);
  });

  it('are required: text and failing sources are rejected', async () => {
    const text = new ReadableStream({ start: (controller) => controller.enqueue('text') });
    expect(await problem(text)).toBe('must contain bytes (Uint8Array), not text or objects');
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('disk error')) });
    expect(await problem(broken)).toBe('could not be read: disk error');
  });

  it.each([null, 7, {}, { content: 'text' }, { content: new Blob([]), name: 7 }, []])(
    'cannot be read from %j',
    async (input) => expect(await problem(input)).toMatch(/^must be a path, a Blob, bytes, a stream of bytes, or/),
  );

  it.each([
    ['\0', 'is not a path'],
    ['x'.repeat(9_000), 'is too long to be a path'],
    [new URL('https://x/y.pdf'), 'must be a path or a file: URL'],
    ['/dev/null', 'is not a file'],
  ])('cannot be read from the path %j', async (input, text) => {
    const found = await problem(input);
    expect(found).toContain(text);
    expect(found.length).toBeLessThan(300);
  });
});

describe('a file’s type', () => {
  const kinds = Object.keys(HEADS) as (keyof typeof HEADS)[];
  const TYPES = { pdf: 'application/pdf', png: 'image/png', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' };
  const allowed = (kind: keyof typeof HEADS, { types }: FileRule) => (types as readonly string[]).includes(TYPES[kind]);

  it('must match both name and content', async () => {
    const rules = fc.constantFrom(PDF, JPEG_OR_PNG, JPEG_PNG_OR_PDF, ANY_IMAGE);
    const kind = fc.constantFrom(...kinds);
    await fc.assert(
      fc.asyncProperty(kind, kind, rules, async (named, holding, rule) => {
        const input = { content: fileBytes(holding, 64), name: `scan.${named}` };
        if (named === holding && allowed(named, rule)) {
          expect(await prepare(input, rule)).toMatchObject({ name: input.name, type: TYPES[named] });
        } else expect(await problem(input, rule)).toContain(describeRule(rule));
      }),
    );
  });

  it('comes from the content if no type or name is given', async () => {
    for (const kind of kinds) {
      const bytes = fileBytes(kind, 64);
      if (allowed(kind, ANY_IMAGE)) expect((await prepare(bytes, ANY_IMAGE)).type).toBe(TYPES[kind]);
      else expect(await problem(bytes, ANY_IMAGE)).toContain('the file contains PDF');
    }
    expect(await problem(Buffer.from('hello'))).toContain('the file contains something else');
  });

  it.each([
    ['image/jpg', 'photo', 'image/jpeg'],
    ['IMAGE/JPEG; charset=binary', 'photo', 'image/jpeg'],
    ['application/octet-stream', 'photo.JPG', 'image/jpeg'],
    ['', 'photo.jpeg', 'image/jpeg'],
    [undefined, 'Boutique S.A.R.L', 'image/jpeg'],
  ])('%j of %j is read as %s', async (type, name, expected) => {
    expect(await prepare({ content: fileBytes('jpeg', 64), name, type })).toMatchObject({ name, type: expected });
  });

  it('is PDF even if the PDF header does not come first', async () => {
    const content = Buffer.concat([Buffer.from('\ufeff\n\n'), fileBytes('pdf', 64)]);
    expect((await prepare({ content, name: 'a.pdf' })).type).toBe('application/pdf');
  });

  it('of an empty file comes from its name', async () => {
    const empty = new Uint8Array();
    expect(await prepare({ content: empty, name: 'a.pdf' })).toMatchObject({ type: 'application/pdf' });
    expect(await prepare(empty)).toMatchObject({ name: 'proof', type: 'application/octet-stream' });
    expect(await problem({ content: empty, name: 'a.docx' })).toContain('"a.docx" is .docx; allowed:');
  });
});

describe('a file’s name', () => {
  it('may use any script, up to 255 characters', async () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(word, async (text) => {
        const name = `${text}.pdf`;
        expect((await prepare({ content: fileBytes('pdf', 64), name })).name).toBe(name);
      }),
    );
    expect(await problem({ content: fileBytes('pdf', 64), name: 'x'.repeat(256) })).toContain('255 characters');
  });
});

describe('describeSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [2_000, '2,000 bytes'],
    [5 * 1024 * 1024, '5 MiB (5,242,880 bytes)'],
    [7_654_321, '7.3 MiB (7,654,321 bytes)'],
  ])('formats %d as %s', (size, text) => expect(describeSize(size)).toBe(text));
});
