import { displayField } from './display.ts';
import { jsonView } from './json-view.ts';
import { createStyle } from './style.ts';
import { type Surroundings, widthOf } from './surroundings.ts';
import { type Canvas, type Column, drawRecord, drawTable } from './table.ts';

/** What a command says: its result on stdout, everything else on stderr. */
export interface Output extends Canvas {
  readonly json: boolean;
  /** The result: one JSON document for scripts, the text for people. */
  result(data: unknown, text: string | (() => string | Promise<string>)): Promise<void>;
  /** One of several results of a command that goes on: a JSON line, or a line of text. */
  line(data: unknown, text: string): void;
  record(data: object, extra?: Readonly<Record<string, unknown>>): Promise<void>;
  table<Row>(data: unknown, rows: readonly Row[], columns: readonly Column<Row>[], none: string): Promise<void>;
  /** For a person only: silent with `--json`. */
  note(text: string): void;
}

export function createOutput({ stdout, stderr, env }: Surroundings, json: boolean): Output {
  const style = createStyle(stdout, env);
  const canvas: Canvas = { style, width: widthOf(stdout) };
  const say = (text: string) => void stdout.write(`${text}\n`);
  const result: Output['result'] = async (data, text) => {
    if (json) return say(JSON.stringify(jsonView(data), null, 2));
    say(typeof text === 'string' ? text : await text());
  };
  return {
    ...canvas,
    json,
    result,
    line: (data, text) => say(json ? JSON.stringify(jsonView(data)) : text),
    record: (data, extra = {}) =>
      result({ ...data, ...extra }, () => drawRecord(fieldsOf({ ...data, ...extra }), canvas)),
    table: (data, rows, columns, none) =>
      result(data, () => (rows.length === 0 ? none : drawTable(rows, columns, canvas))),
    note: (text) => void (json || stderr.write(`${text}\n`)),
  };
}

/** All but `raw`, in which an undocumented answer is kept whole for scripts. */
function fieldsOf({ raw: _raw, ...record }: { readonly raw?: unknown }): [string, string][] {
  return Object.entries(record).flatMap(([name, value]) => {
    const shown = displayField(name, value);
    return shown === undefined ? [] : [[name, shown] as [string, string]];
  });
}
