import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

import { type Document, type Scalar, isScalar, parseDocument } from 'yaml';

const SALE = ['offers', 'flash-sale'];
const DAY_MS = 86_400_000;

/**
 * Writes the demo's catalog to a file that the user may edit, unless it exists. The copy names the same schema as the
 * template. Renews the dates of the flash sale when it is over, so that the demo always has a sale. Nothing else changes.
 */
export function ensureOffersFile(template: string, target: string, now: Date): void {
  const source = existsSync(target) ? target : template;
  const text = readFileSync(source, 'utf8');
  const current = withSaleOn(source === target ? text : withSchemaFor(target, template, text), now);
  if (source === target && current === text) return;
  // Private, because the folder also holds the store.
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(`${target}.new`, current);
  renameSync(`${target}.new`, target);
}

/** Returns the text with the path of its schema relative to the target. */
function withSchemaFor(target: string, template: string, text: string): string {
  return text.replace(/(?<=^# yaml-language-server: \$schema=)\S+/, (path) =>
    relative(dirname(target), resolve(dirname(template), path)),
  );
}

/** Returns the text with new dates for a sale that is over: from this midnight (UTC), for a week. */
function withSaleOn(text: string, now: Date): string {
  const document = parseDocument(text);
  // A file with mistakes stays unchanged. The backend reports them with line and column.
  if (document.errors.length > 0) return text;
  const starts = scalarAt(document, 'starts_at');
  const ends = scalarAt(document, 'ends_at');
  if (!starts || !ends || !(Date.parse(String(ends.value)) <= now.getTime())) return text;
  const midnight = new Date(now).setUTCHours(0, 0, 0, 0);
  const windows: [Scalar, number][] = [
    [starts, midnight],
    [ends, midnight + 7 * DAY_MS],
  ];
  // Last value first, so that the position of the other stays valid.
  const byPlace = windows.toSorted(([one], [other]) => other.range![0] - one.range![0]);
  return byPlace.reduce((changed, [node, at]) => replaced(changed, node, new Date(at).toISOString()), text);
}

function scalarAt(document: Document, field: string): Scalar | undefined {
  const node = document.getIn([...SALE, field], true);
  return isScalar(node) && node.range ? node : undefined;
}

function replaced(text: string, node: Scalar, instant: string): string {
  const [start, end] = node.range!;
  return `${text.slice(0, start)}"${instant.replace('.000', '')}"${text.slice(end)}`;
}
