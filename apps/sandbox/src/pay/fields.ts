import { type Html, html } from '../html.ts';

/** The parts that every field has. The error summary links to `id`. */
export interface FieldFrame {
  readonly id: string;
  readonly label: string;
  /** A note after the label, such as "optional". */
  readonly note?: string | null;
  readonly hint?: string | null;
  /** The problem with the field, as a sentence. */
  readonly problem: string | null;
}

/** The attributes of a text field. */
export interface Entry {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly inputMode?: string;
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly direction?: 'ltr' | 'auto';
  readonly isRequired: boolean;
  readonly testId?: string;
  /** Text at the end of the input, such as a currency. */
  readonly unit?: string;
}

/** A label, a hint, a one-line input and the problem with it. */
export function textField(frame: FieldFrame, entry: Entry): Html {
  const { name, value, type = 'text', inputMode, autocomplete, maxLength = 255, direction = 'auto', unit } = entry;
  return framed(
    frame,
    html`<div class="entry${unit !== undefined && ' money'}">
      <input
        id="${frame.id}"
        name="${name}"
        type="${type}"
        value="${value}"
        dir="${direction}"
        maxlength="${maxLength}"
        ${attribute('inputmode', inputMode)}
        ${attribute('autocomplete', autocomplete)}
        ${attribute('data-testid', entry.testId)}
        ${entry.isRequired && html` required`}
        ${described(frame)}
      />${unit !== undefined && html`<span aria-hidden="true">${unit}</span>`}
    </div>`,
  );
}

/** The same parts around any other single control. The control needs the frame’s `id` and description. */
export function framed(frame: FieldFrame, control: Html): Html {
  return html`<div class="field">
    <label class="name" for="${frame.id}"><bdi>${frame.label}</bdi>${noteOf(frame)}</label>
    ${hintLine(frame)} ${control} ${problemLine(frame)}
  </div>`;
}

/** Several controls under one question. The first control has the frame’s `id`. */
export function grouped(frame: FieldFrame, controls: Html): Html {
  return html`<fieldset class="field" ${described(frame, 'group')}>
    <legend><bdi>${frame.label}</bdi>${noteOf(frame)}</legend>
    ${hintLine(frame)} ${controls} ${problemLine(frame)}
  </fieldset>`;
}

/** A radio button or a checkbox with its label. */
export function choice(
  type: 'radio' | 'checkbox',
  {
    id,
    name,
    value,
    isTicked,
    testId,
  }: { id?: string; name: string; value: string; isTicked: boolean; testId?: string },
  label: Html,
): Html {
  return html`<label class="choice"
    ><input
      type="${type}"
      name="${name}"
      value="${value}"
      ${attribute('id', id)}
      ${attribute('data-testid', testId)}
      ${isTicked && html` checked`}
    />${label}</label
  >`;
}

/** Connects a control to its hint and its problem for assistive technology. */
export function described({ id, hint, problem }: FieldFrame, kind: 'control' | 'group' = 'control'): Html | null {
  const ids = [...(problem === null ? [] : [`${id}-problem`]), ...(hint ? [`${id}-hint`] : [])];
  if (ids.length === 0) return null;
  const invalid = kind === 'control' && problem !== null;
  return html`${invalid && html`aria-invalid="true" `}aria-describedby="${ids.join(' ')}"`;
}

function noteOf({ note }: FieldFrame): Html | null {
  return note ? html` <span class="optional">(${note})</span>` : null;
}

function hintLine({ id, hint }: FieldFrame): Html | null {
  return hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : null;
}

function problemLine({ id, problem }: FieldFrame): Html | null {
  return problem === null
    ? null
    : html`<p class="problem" id="${id}-problem" data-testid="${id}-problem">${problem}</p>`;
}

function attribute(name: string, value: string | undefined): Html | null {
  return value === undefined ? null : html`${name}="${value}"`;
}
