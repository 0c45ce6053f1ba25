import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type FileInput, InvalidInputError } from '../src/index.ts';
import { SYSTEM_TIMING } from '../src/transport/timing.ts';
import { MAX_BYTES, dripped, fileBytes } from './file-samples.ts';
import { failureOf, useHarness } from './harness.ts';
import { type ReceivedPart, partsOf } from './received-parts.ts';
import { BRAND, IDENTIFICATION } from './samples.ts';
import { hangUp, json } from './scripted-server.ts';

const harness = useHarness();
const NEW_IDENTIFICATION = { name: 'Boutique Centrale SARL', establishment_type_id: 't1', authorization_type_id: 'a1' };
const created = json(201, { data: { id: IDENTIFICATION.id } });
const readBack = json(200, { data: IDENTIFICATION });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

/** Uses the real clock, because the fake clock does not support the time limit of a large upload. */
const client = () => harness.client({ ...SYSTEM_TIMING });

async function upload(identification_file: FileInput): Promise<ReceivedPart | undefined> {
  harness.server.script(created, readBack);
  await client().identifications.create({ ...NEW_IDENTIFICATION, identification_file });
  const parts = await partsOf(harness.server.received[0]!);
  return parts.find(({ name }) => name === 'identification_file');
}

async function onDisk(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('a file arrives byte for byte', () => {
  const bytes = fileBytes('pdf', 200_001);
  const expected = { name: 'identification_file', filename: 'registre.pdf', type: 'application/pdf', bytes };
  const whole = (given: Uint8Array<ArrayBuffer> | Buffer<ArrayBuffer>) => new Blob([given]).stream();

  it.each<[string, () => FileInput | Promise<FileInput>]>([
    ['a path', () => onDisk('registre.pdf', bytes)],
    ['a file: URL', async () => pathToFileURL(await onDisk('registre.pdf', bytes))],
    ['a File', () => new File([bytes], 'registre.pdf', { type: 'application/pdf' })],
    ['a Blob with a name', () => ({ content: new Blob([bytes]), name: 'registre.pdf' })],
    ['bytes with a name', () => ({ content: bytes, name: 'registre.pdf' })],
    ['a web stream', () => ({ content: whole(bytes), name: 'registre.pdf', type: 'application/pdf' })],
    ['a source that reuses its buffer', () => ({ content: dripped(bytes), name: 'registre.pdf' })],
  ])('from %s', async (_what, make) => expect(await upload(await make())).toEqual(expected));

  it.each([0, 1_000, MAX_BYTES])('with %d bytes', async (size) => {
    const content = size === 0 ? new Uint8Array() : fileBytes('pdf', size);
    const part = await upload({ content, name: 'registre.pdf' });
    expect(part).toMatchObject({ filename: 'registre.pdf', type: 'application/pdf' });
    expect(Buffer.compare((part as { bytes: Buffer }).bytes, content)).toBe(0);
    const { headers, bytes: sent } = harness.server.received[0]!;
    expect(headers['content-length']).toBe(String(sent.length));
    expect(headers['transfer-encoding']).toBeUndefined();
  });

  it.each([
    ['السجل التجاري.pdf', 'السجل التجاري.pdf'],
    ['ⵜⵓⵔⴰⴳⵜ 😀.pdf', 'ⵜⵓⵔⴰⴳⵜ 😀.pdf'],
    ['reçu n°1 ; (copie).pdf', 'reçu n°1 ; (copie).pdf'],
    ['a "quoted" name.pdf', 'a %22quoted%22 name.pdf'],
    ['two\r\nlines.pdf', 'two%0D%0Alines.pdf'],
  ])('with the name %j', async (name, filename) => {
    expect(await upload({ content: fileBytes('pdf', 100), name })).toMatchObject({ filename });
  });

  it('from a stream without a name, with a default name', async () => {
    expect(await upload(dripped(bytes))).toMatchObject({ filename: 'identification_file.pdf', bytes });
  });

  it('next to text fields with quotes, line breaks and boundary-like lines', async () => {
    harness.server.script(created, readBack);
    const name = 'Café "الأمل"\r\n------formdata-undici-0123\r\nContent-Disposition: form-data; name="x"';
    await client().identifications.create({ ...NEW_IDENTIFICATION, name, identification_file: bytes });
    const parts = await partsOf(harness.server.received[0]!);
    expect(parts.map((part) => part.name)).toEqual([...Object.keys(NEW_IDENTIFICATION), 'identification_file']);
    expect(parts[0]).toEqual({ name: 'name', value: name });
  });
});

describe('a file that MyTPE would reject is not sent', () => {
  const pdf = fileBytes('pdf', MAX_BYTES + 1);
  it.each<[string, () => FileInput | Promise<FileInput>, RegExp]>([
    ['one byte too large on disk', () => onDisk('large.pdf', pdf), /"large.pdf" has 5 MiB \(5,242,881 bytes\)/],
    ['one byte too large as a Blob', () => new File([pdf], 'large.pdf'), /5,242,881 bytes.*at most 5 MiB/],
    ['one byte too large as a stream', () => dripped(pdf), /too large; allowed: PDF, at most 5 MiB/],
    ['a PNG by its name', () => onDisk('scan.png', fileBytes('png', 9)), /"scan.png" is PNG; allowed: PDF/],
    ['a PNG named .pdf', () => onDisk('scan.pdf', fileBytes('png', 9)), /PDF by its name.*contains PNG/],
    ['a PDF declared a PNG', () => ({ content: fileBytes('pdf', 9), type: 'image/png' }), /is PNG; allowed: PDF/],
    ['text named .pdf', () => onDisk('note.pdf', Buffer.from('hello')), /contains something else/],
    ['missing', () => join(folder, 'nowhere.pdf'), /nowhere.pdf" does not exist/],
    ['a directory', () => folder, /is a directory/],
  ])('%s', async (_what, make, message) => {
    const error = await failureOf(
      client().identifications.create({ ...NEW_IDENTIFICATION, identification_file: await make() }),
    );
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'rejected',
      fields: { identification_file: [expect.stringMatching(message)] },
    });
    expect(harness.server.received).toEqual([]);
  });

  it('and the error contains all other problems', async () => {
    const input = { ...NEW_IDENTIFICATION, name: '', identification_file: join(folder, 'nowhere.pdf') };
    const error = await failureOf(client().identifications.create(input));
    expect(Object.keys((error as InvalidInputError).fields)).toEqual(['name', 'identification_file']);
  });

  it('a stream is read up to the limit and then closed', async () => {
    let [read, closed] = [0, false];
    async function* endless() {
      try {
        for (;;) {
          read += 1;
          yield fileBytes('pdf', 1024 * 1024);
        }
      } finally {
        closed = true;
      }
    }
    await failureOf(client().identifications.create({ ...NEW_IDENTIFICATION, identification_file: endless() }));
    expect([read, closed]).toEqual([6, true]);
  });
});

describe('an upload', () => {
  it('is sent again after 429 with the same bytes, even from a stream', async () => {
    harness.server.script(json(429, {}), created, readBack);
    const identification_file = dripped(fileBytes('pdf', 1_000));
    await harness.client().identifications.create({ ...NEW_IDENTIFICATION, identification_file });
    const [first, second] = harness.server.received;
    expect(second!.bytes.equals(first!.bytes)).toBe(true);
    expect(second!.headers['content-type']).toBe(first!.headers['content-type']);
  });

  it('is not sent again if the response is lost', async () => {
    harness.server.script(hangUp);
    const identification_file = fileBytes('pdf', 1_000);
    const error = await failureOf(
      harness.client().identifications.create({ ...NEW_IDENTIFICATION, identification_file }),
    );
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    expect(harness.server.received).toHaveLength(1);
  });

  it('reports its progress up to the last byte', async () => {
    harness.server.script(created, readBack);
    const seen: [number, number][] = [];
    const onUploadProgress = (sent: number, total: number) => void seen.push([sent, total]);
    const identification_file = fileBytes('pdf', 1_000_000);
    await client().identifications.create({ ...NEW_IDENTIFICATION, identification_file }, { onUploadProgress });
    const total = harness.server.received[0]!.bytes.length;
    expect(seen.length).toBe(Math.ceil(total / 65_536));
    expect(seen.every(([, of]) => of === total)).toBe(true);
    expect(seen.map(([sent]) => sent)).toEqual(seen.map((_, index) => Math.min((index + 1) * 65_536, total)));
    const part = (await partsOf(harness.server.received[0]!)).at(-1) as { bytes: Buffer };
    expect(part.bytes.equals(identification_file)).toBe(true);
  });

  it('continues if onUploadProgress throws', async () => {
    harness.server.script(created, readBack);
    const onUploadProgress = () => {
      throw new Error('no terminal');
    };
    const input = { ...NEW_IDENTIFICATION, identification_file: fileBytes('pdf', 100_000) };
    expect(await client().identifications.create(input, { onUploadProgress })).toMatchObject({ id: IDENTIFICATION.id });
  });

  it('sends two files', async () => {
    harness.server.script(json(201, { data: { id: BRAND.id } }), json(200, { data: BRAND }));
    const [logo, file] = [fileBytes('png', 3_000), fileBytes('jpeg', 2_000)];
    await harness.client().brands.create({ name: 'B', identification_id: 'i1', logo, file });
    const parts = await partsOf(harness.server.received[0]!);
    expect(parts.slice(2)).toEqual([
      { name: 'logo', filename: 'logo.png', type: 'image/png', bytes: logo },
      { name: 'file', filename: 'file.jpg', type: 'image/jpeg', bytes: file },
    ]);
  });
});

describe('an interruption while a file is read', () => {
  async function* hanging(): AsyncGenerator<Uint8Array> {
    await new Promise(() => {});
    yield new Uint8Array();
  }
  const input = () => ({ ...NEW_IDENTIFICATION, identification_file: hanging() });

  it('by the caller: nothing was sent', async () => {
    const caller = new AbortController();
    const call = failureOf(harness.client().identifications.create(input(), caller));
    caller.abort(new Error('closed the tab'));
    const error = await call;
    expect(error).toMatchObject({ name: 'AbortError', outcome: 'rejected', cause: { message: 'closed the tab' } });
    expect(harness.server.received).toEqual([]);
  });

  it('by the deadline: nothing was sent', async () => {
    const call = failureOf(harness.client().identifications.create(input()));
    harness.timing.expire(60_000);
    expect(await call).toMatchObject({ name: 'TimeoutError', limitMs: 60_000, outcome: 'rejected' });
    expect(harness.server.received).toEqual([]);
  });
});
