import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All that need nobody outside; `nikto` and `wapp` would fetch their lists. */
const MODULES = [
  'backup',
  'blindsql',
  'cookieflags',
  'crlf',
  'csp',
  'exec',
  'file',
  'htaccess',
  'http_headers',
  'methods',
  'permanentxss',
  'redirect',
  'shellshock',
  'sql',
  'xss',
];

/** One thing that wapiti reports. */
export interface Report {
  /** `vulnerability`, or `anomaly`: what broke rather than opened. */
  readonly kind: 'vulnerability' | 'anomaly';
  readonly category: string;
  readonly method: string;
  readonly path: string;
  readonly parameter: string;
  readonly info: string;
}

export interface ScanOptions {
  /** Scanned from here, and no further than this host. */
  readonly url: string;
  /** Pages to begin with, beside the first. */
  readonly starts: readonly string[];
  readonly modules?: readonly string[];
  readonly headers?: readonly string[];
  /** Seconds after which crawling, and each module, ends. */
  readonly seconds: number;
}

/** Whether this machine has it. */
export function hasWapiti(): Promise<boolean> {
  return run(['--version']).then(
    () => true,
    () => false,
  );
}

export interface Scan {
  readonly reports: readonly Report[];
  /** What it says of crawling or attacks that the time did not suffice for. */
  readonly cutShort: readonly string[];
}

/** Runs Debian's wapiti over an address. @throws when it fails. */
export async function scan({ url, starts, headers = [], seconds, modules = MODULES }: ScanOptions): Promise<Scan> {
  const folder = mkdtempSync(join(tmpdir(), 'wapiti-'));
  const report = join(folder, 'report.json');
  try {
    const limits = `--max-scan-time ${seconds} --max-attack-time ${seconds} --max-parameters 20 -d 4 -t 20`;
    const output = `--store-session ${folder} --flush-session --no-bugreport -v 1 -f json -o ${report}`;
    const said = await run([
      ...`-u ${url}/ --scope domain -m ${modules.join(',')} ${limits} ${output}`.split(' '),
      ...starts.flatMap((start) => ['-s', url + start]),
      ...headers.flatMap((header) => ['-H', header]),
    ]);
    const cutShort = said.split('\n').filter((line) => /max (?:attack|scan) time was reached/i.test(line));
    return { reports: read(readFileSync(report, 'utf8')), cutShort };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns everything it said. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('wapiti', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void said.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve(said.join(''))
        : reject(new Error(`wapiti ended with ${code}: ${said.join('').slice(-1000)}`)),
    );
  });
}

type Reported = Readonly<Record<string, readonly Omit<Report, 'kind' | 'category'>[]>>;

function read(text: string): Report[] {
  const { vulnerabilities, anomalies } = JSON.parse(text) as { vulnerabilities: Reported; anomalies: Reported };
  const of = (kind: Report['kind'], reported: Reported): Report[] =>
    Object.entries(reported).flatMap(([category, items]) => items.map((item) => ({ ...item, kind, category })));
  return [...of('vulnerability', vulnerabilities), ...of('anomaly', anomalies)];
}
