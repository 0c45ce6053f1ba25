import { displayField, jsonView } from './display.ts';
import { type ProcessContext, widthOf } from './process-context.ts';
import { createStyle } from './style.ts';
import { type Canvas, type Column, drawRecord, drawTable } from './table.ts';

/** The output of a command: its result on stdout, everything else on stderr. */
export interface Output extends Canvas {
  readonly json: boolean;
  /** Prints the result: one JSON document for scripts, or the text for people. */
  result(data: unknown, text: string | (() => string | Promise<string>)): Promise<void>;
  /** Prints one of several results of a running command: a JSON line, or a line of text. */
  line(data: unknown, text: string): void;
  record(data: object, extra?: Readonly<Record<string, unknown>>): Promise<void>;
  table<Row>(data: unknown, rows: readonly Row[], columns: readonly Column<Row>[], none: string): Promise<void>;
  /** Prints a note for people. Does nothing with `--json`. */
  note(text: string): void;
}

export function createOutput({ stdout, stderr, env }: ProcessContext, json: boolean): Output {
  const style = createStyle(stdout, env);
  const canvas: Canvas = { style, width: widthOf(stdout) };
  const write = (text: string) => void stdout.write(`${text}\n`);
  const result: Output['result'] = async (data, text) => {
    if (json) return write(JSON.stringify(jsonView(data), null, 2));
    write(typeof text === 'string' ? text : await text());
  };
  return {
    ...canvas,
    json,
    result,
    line: (data, text) => write(json ? JSON.stringify(jsonView(data)) : text),
    record: (data, extra = {}) =>
      result({ ...data, ...extra }, () => drawRecord(fieldsOf({ ...data, ...extra }), canvas)),
    table: (data, rows, columns, none) =>
      result(data, () => (rows.length === 0 ? none : drawTable(rows, columns, canvas))),
    note: (text) => void (json || stderr.write(`${text}\n`)),
  };
}

/** Returns all fields except `raw`, which contains a whole undocumented response for scripts. */
function fieldsOf({ raw: _raw, ...record }: { readonly raw?: unknown }): [string, string][] {
  return Object.entries(record).flatMap(([name, value]) => {
    const shown = displayField(name, value);
    return shown === undefined ? [] : [[name, shown] as [string, string]];
  });
}
