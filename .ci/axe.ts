import { readFileSync } from 'node:fs';

/** A page of a browser, as far as this module uses it. */
interface Page {
  evaluate(script: string): Promise<unknown>;
  evaluate<Argument, Result>(run: (argument: Argument) => Promise<Result>, argument: Argument): Promise<Result>;
}

interface Axe {
  run(
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
}

/**
 * Returns the accessibility violations that axe finds on a page, each with its rule and element.
 * @param axe the path of `axe-core/axe.min.js`.
 * @param exceptions ids of rules that axe does not check.
 */
export async function accessibilityFaults(
  page: Page,
  axe: string,
  exceptions: readonly string[] = [],
): Promise<string[]> {
  await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async (exceptions: readonly string[]) => {
    const rules = Object.fromEntries(exceptions.map((id) => [id, { enabled: false }]));
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({ rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
    );
  }, exceptions);
}
