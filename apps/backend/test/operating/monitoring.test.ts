import { readFileSync } from 'node:fs';

import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

import { createPrometheusMetrics } from '../../src/metrics/prometheus.ts';
import { type System, eventually, openStream, startSystem } from '../harness.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

interface Target {
  readonly expr: string;
  readonly legendFormat: string;
  readonly datasource: object;
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: object;
  readonly targets?: readonly Target[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly datasource?: object }[];
  };
}

const rules = read('deploy/monitoring/prometheus-alerts.yaml');
const alerts = (parse(rules) as { groups: { rules: Alert[] }[] }).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('deploy/monitoring/grafana-dashboard.json')) as Dashboard;
const charts = dashboard.panels.filter(({ type }) => type !== 'row');

/** Every expression of both files by a name. Grafana replaces its variables before Prometheus reads an expression. */
const expressions: readonly (readonly [name: string, text: string])[] = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...charts.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [title, expr.replaceAll('$__rate_interval', '5m')] as const),
  ),
];

/** Prometheus adds these labels to every metric, and this metric for every scrape. */
const TARGET_LABELS = ['job', 'instance'];
const TARGET_METRIC = 'up';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

function descendants(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((inner) => {
    if (inner.name === name) found.push(inner.node);
  });
  return found;
}

interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** An aggregation: the labels of its `by`, and the selectors inside. */
interface Aggregate {
  readonly labels: readonly string[];
  readonly selectors: readonly Selector[];
}

function analyse(text: string): { readonly selectors: Selector[]; readonly aggregates: Aggregate[] } {
  const tree = parser.parse(text).topNode;
  const textOf = (node: SyntaxNode): string => text.slice(node.from, node.to);
  const partOf = (node: SyntaxNode, name: string): string => textOf(descendants(node, name)[0]!);
  const selectorsIn = (node: SyntaxNode): Selector[] =>
    descendants(node, 'VectorSelector').map((selector) => ({
      metric: partOf(selector, 'Identifier'),
      matchers: descendants(selector, 'UnquotedLabelMatcher').map((matcher) => ({
        label: partOf(matcher, 'LabelName'),
        operator: partOf(matcher, 'MatchOp'),
        value: partOf(matcher, 'StringLiteral').slice(1, -1),
      })),
    }));
  const aggregates = descendants(tree, 'AggregateExpr').map((node) => ({
    labels: node.getChild('AggregateModifier')
      ? descendants(node.getChild('AggregateModifier')!, 'LabelName').map(textOf)
      : [],
    selectors: selectorsIn(node),
  }));
  return { selectors: selectorsIn(tree), aggregates };
}

interface Sample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

async function scrape({ url }: System): Promise<Sample[]> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, metric, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line)!;
    return {
      metric: metric!,
      labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value])),
    };
  });
}

/** A regular expression of plain words as one matcher for each word, so that every word must occur. */
function alternatives({ matchers, ...rest }: Selector): Selector[] {
  return matchers.reduce<Selector[]>(
    (all, matcher) =>
      matcher.operator === '=~'
        ? all.flatMap((selector) =>
            matcher.value
              .split('|')
              .map((value) => ({ ...selector, matchers: [...selector.matchers, { ...matcher, value }] })),
          )
        : all.map((selector) => ({ ...selector, matchers: [...selector.matchers, matcher] })),
    [{ ...rest, matchers: [] }],
  );
}

function matches({ labels }: Sample, { label, operator, value }: Matcher): boolean {
  const actual = labels[label];
  if (actual === undefined) return false;
  const isEqual = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
  return isEqual !== operator.startsWith('!');
}

/** The selectors that match no sample, as text. */
function unknownSelectors(selectors: readonly Selector[], samples: readonly Sample[]): string[] {
  return selectors
    .filter(({ metric }) => metric !== TARGET_METRIC)
    .map(({ metric, matchers }) => ({
      metric,
      matchers: matchers.filter(({ label }) => !TARGET_LABELS.includes(label)),
    }))
    .flatMap(alternatives)
    .filter(
      ({ metric, matchers }) =>
        !samples.some((sample) => sample.metric === metric && matchers.every((matcher) => matches(sample, matcher))),
    )
    .map(({ metric, matchers }) => `${metric}{${matchers.map((one) => Object.values(one).join(' ')).join(', ')}}`);
}

/** Returns the samples of a backend that serves payers while MyTPE fails, and of a backend whose key MyTPE refuses. */
async function exposedSamples(): Promise<Sample[]> {
  const system = await startSystem({
    ADMIN_TOKEN,
    // One address gets a quarter.
    MAX_LINKS_PER_MINUTE: '40',
    MAX_EVENT_STREAMS_PER_ADDRESS: '1',
    PROOF_OF_WORK: 'off',
    CREATE_WAIT_MS: '500',
  });
  // On a slow machine the wait for a new link ends first, with 503. The same key then returns the link.
  let link: { readonly id?: string } = {};
  const isIssued = async () => (link = (await system.post({ offer: 'tshirt' }, 'first')).body).id !== undefined;
  await eventually(isIssued, 'the backend issues a link', 30);
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  await openStream(`${system.url}/v1/links/${link.id}/events`, leaving.signal);
  expect((await system.get(`/v1/links/${link.id}/events`)).status).toBe(429);
  const faults = [...[503, 429, 403].map((status) => ({ type: 'status', status })), { type: 'reset_before' }];
  for (const fault of faults) {
    await system.control('POST', '/faults', { match: { method: 'POST' }, fault, times: 1 });
    await system.post({ offer: 'tshirt' }, JSON.stringify(fault));
  }
  let requests = 0;
  const isLimited = async () => (await system.post({ offer: 'tshirt' }, `more-${requests++}`)).status === 429;
  await eventually(isLimited, 'a limit on new links refuses a link');
  const refused = await startSystem({ ADMIN_TOKEN, MYTPE_API_KEY: 'mtk_of_nobody' });
  expect((await refused.get('/ready')).status).toBe(503);
  expect((await refused.post({ offer: 'tshirt' }, 'first')).status).toBe(503);
  return [...(await scrape(system)), ...(await scrape(refused))];
}

describe('the expressions of the alerts and the dashboard', () => {
  it.each(expressions)('%s: %s parses', (_name, text) => {
    const errors: string[] = [];
    parser.parse(text).iterate({
      enter(node) {
        if (node.type.isError) errors.push(`character ${node.from}`);
      },
    });
    expect(errors).toEqual([]);
  });

  it('select only metrics, labels and values that a backend exposes', async () => {
    const samples = await exposedSamples();
    const unknown = expressions.flatMap(([name, text]) =>
      unknownSelectors(analyse(text).selectors, samples).map((selector) => `${name}: ${selector}`),
    );
    expect(unknown).toEqual([]);
    // The labels that an aggregation keeps.
    const labelsOf = (metric: string): string[] =>
      samples.filter((sample) => sample.metric === metric).flatMap(({ labels }) => Object.keys(labels));
    const missing = expressions.flatMap(([name, text]) =>
      analyse(text).aggregates.flatMap(({ labels, selectors }) =>
        selectors.flatMap(({ metric }) =>
          labels
            .filter((label) => ![...TARGET_LABELS, ...labelsOf(metric)].includes(label))
            .map((label) => `${name}: ${metric} has no label ${label}`),
        ),
      ),
    );
    expect(missing).toEqual([]);
  }, 60_000);
});

describe('the alerts', () => {
  const { homepage } = JSON.parse(read('../../package.json')) as { homepage: string };
  const page = read('../docs/src/content/docs/operate/alerts.md');
  const headings = page.match(/^## .*$/gm);
  const tests = read('deploy/monitoring/prometheus-alerts.test.yaml');

  it('have unique names', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(names.length).toBeGreaterThan(8);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s has a severity, a text, a section of the guide and a test',
    (name, { labels, annotations }) => {
      expect(labels).toEqual({ severity: expect.stringMatching(/^(?:critical|warning)$/) as string });
      expect(annotations).toEqual({
        summary: expect.stringMatching(/^[A-Z].{10,60}[^.]$/) as string,
        description: expect.stringMatching(/.{20,}\.$/) as string,
        runbook: `${homepage}/operate/alerts/#${name.toLowerCase()}`,
      });
      expect(headings).toContain(`## ${name}`);
      const row = [`[${name}](#${name.toLowerCase()})`, labels['severity'], annotations['summary']].join(' | ');
      expect(page).toContain(`| ${row} |`);
      expect(tests).toMatch(new RegExp(`alertname="${name}",alertstate="firing"|alertname: ${name}\n.*\n +exp_alerts`));
    },
  );

  it('on memory has the limit of the Compose files and the systemd unit', () => {
    const [, megabytes] = /(\d+) \* 1024 \* 1024\n/.exec(rules)!;
    const files = ['compose.yaml', 'compose.replicas.yaml'];
    const limits = files.map((name) => {
      const compose = parse(read(`deploy/${name}`)) as { services: { backend: { mem_limit: string } } };
      return compose.services.backend.mem_limit;
    });
    expect(limits).toEqual(files.map(() => `${megabytes}m`));
    expect(read('deploy/mytpe-pay.service')).toContain(`\nMemoryMax=${megabytes}M\n`);
  });
});

describe('the metrics behind the alerts', () => {
  const lines = async (metrics: ReturnType<typeof createPrometheusMetrics>) =>
    (await metrics.exposition()).body.split('\n');

  it('begin at 0 where the first event counts', async () => {
    const exposed = await lines(createPrometheusMetrics({ readLag: async () => 0, webhookQueue: async () => 0 }));
    for (const sample of [
      'mytpe_pay_webhooks_out_total{outcome="dead"} 0',
      'mytpe_pay_payments_seen_total{scope="payer"} 0',
      'mytpe_pay_payments_seen_total{scope="shared"} 0',
    ])
      expect(exposed).toContain(sample);
  });

  it('are not a number while the store fails', async () => {
    const fail = () => Promise.reject(new Error('the disk is full'));
    const exposed = await lines(createPrometheusMetrics({ readLag: fail, webhookQueue: fail }));
    expect(exposed).toContain('mytpe_pay_due_reads_lag_seconds Nan');
  });

  it.each(['half_open', 'open'] as const)('show that the circuit breaker is %s', async (state) => {
    const metrics = createPrometheusMetrics({ readLag: async () => 0, webhookQueue: async () => 0 });
    metrics.circuitMoved(state);
    expect(await lines(metrics)).toContain('mytpe_pay_upstream_circuit_state{state="closed"} 0');
  });
});

describe('the dashboard', () => {
  const SOURCE = { type: 'prometheus', uid: '${datasource}' };

  it('has panels with unique ids and descriptions that do not overlap', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(charts.filter(({ description = '' }) => !description.endsWith('.'))).toEqual([]);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });

  it('takes the data source and the jobs from variables', () => {
    expect(dashboard.templating.list).toMatchObject([
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      { name: 'job', type: 'query', datasource: SOURCE },
    ]);
    for (const { datasource, targets = [] } of charts) {
      expect(targets.length).toBeGreaterThan(0);
      expect([datasource, ...targets.map((target) => target.datasource)]).toEqual(
        Array.from({ length: targets.length + 1 }, () => SOURCE),
      );
      const selectors = targets.flatMap(({ expr }) => analyse(expr.replaceAll('$__rate_interval', '5m')).selectors);
      expect(selectors.filter(({ matchers }) => !matchers.some(({ value }) => value === '$job'))).toEqual([]);
    }
  });

  it('names only labels in legends that the expression keeps', () => {
    for (const { targets = [] } of charts) {
      for (const { expr, legendFormat } of targets) {
        const kept = analyse(expr.replaceAll('$__rate_interval', '5m')).aggregates.flatMap(({ labels }) => labels);
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!);
        expect([...TARGET_LABELS, ...kept]).toEqual(expect.arrayContaining(named));
      }
    }
  });
});
