import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All modules that work offline; `nikto` and `wapp` would download their lists. */
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

/** One report of wapiti. */
export interface Report {
  /** `vulnerability`, or `anomaly` for a crash or timeout. */
  readonly kind: 'vulnerability' | 'anomaly';
  readonly category: string;
  readonly method: string;
  readonly path: string;
  readonly parameter: string;
  readonly info: string;
}

export interface ScanOptions {
  /** First page of the scan, which stays on this host. */
  readonly url: string;
  /** Further first pages, as paths. */
  readonly starts: readonly string[];
  readonly modules?: readonly string[];
  readonly headers?: readonly string[];
  /** Time limit for crawling, and for each module, seconds. */
  readonly seconds: number;
}

/** Resolves to `true` if wapiti is installed. */
export function hasWapiti(): Promise<boolean> {
  return run(['--version']).then(
    () => true,
    () => false,
  );
}

export interface Scan {
  readonly reports: readonly Report[];
  /** Lines of output about crawling or modules that reached the time limit. */
  readonly cutShort: readonly string[];
}

/** Scans an address with Debian's wapiti. @throws Error if wapiti fails. */
export async function scan({ url, starts, headers = [], seconds, modules = MODULES }: ScanOptions): Promise<Scan> {
  const folder = mkdtempSync(join(tmpdir(), 'wapiti-'));
  const report = join(folder, 'report.json');
  try {
    const limits = `--max-scan-time ${seconds} --max-attack-time ${seconds} --max-parameters 20 -d 4 -t 20`;
    const output = `--store-session ${folder} --flush-session --no-bugreport -v 1 -f json -o ${report}`;
    const text = await run([
      ...`-u ${url}/ --scope domain -m ${modules.join(',')} ${limits} ${output}`.split(' '),
      ...starts.flatMap((start) => ['-s', url + start]),
      ...headers.flatMap((header) => ['-H', header]),
    ]);
    const cutShort = text.split('\n').filter((line) => /max (?:attack|scan) time was reached/i.test(line));
    return { reports: read(readFileSync(report, 'utf8')), cutShort };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs wapiti. @returns its output. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('wapiti', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve(chunks.join(''))
        : reject(new Error(`wapiti exited with ${code}: ${chunks.join('').slice(-1000)}`)),
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
