import { type Html, html } from '../html.ts';
import type { Form, FormField } from '../model/records.ts';
import { type Entry, type FieldFrame, choice, described, framed, grouped, textField } from './fields.ts';
import type { FormState } from './form-state.ts';
import { answerName, isSingleBox, questionGroups, questionsOf, takesSeveral } from './questions.ts';
import type { Strings } from './strings/strings.ts';

/** A problem and the field that it belongs to. */
export interface Issue {
  readonly id: string;
  readonly sentence: Html;
}

const LTR = { direction: 'ltr' } as const;

/** The input attributes of a data type. Other types get a plain text input. */
const ENTRIES: ReadonlyMap<string, Partial<Entry>> = new Map(
  Object.entries<Partial<Entry>>({
    integer: { ...LTR, inputMode: 'numeric' },
    number: { ...LTR, inputMode: 'decimal' },
    email: { ...LTR, type: 'email', autocomplete: 'email' },
    phone: { ...LTR, type: 'tel', autocomplete: 'tel' },
    url: { ...LTR, type: 'url' },
    date: { ...LTR, type: 'date' },
  }),
);

/** The fields for the merchant’s questions, section by section. */
export function questionFields(form: Form | null, state: FormState, strings: Strings): Html[] {
  const ids = questionIds(form);
  const field = (question: FormField): Html =>
    questionField(question, frameOf(question, ids, state, strings), state, strings);
  return questionGroups(form).map(
    ({ title, description, questions }) =>
      html`<section class="group">
        ${title !== null && html`<h2 dir="auto">${title}</h2>`}
        ${description !== null && html`<p class="hint" dir="auto">${description}</p>`} ${questions.map(field)}
      </section>`,
  );
}

/** The problems with the merchant’s questions, in the order of the page. */
export function answerIssues(form: Form | null, { answerProblems }: FormState, strings: Strings): Issue[] {
  const ids = questionIds(form);
  return questionsOf(form).flatMap(({ input_name, label }) => {
    const problem = answerProblems.get(input_name);
    if (problem === undefined) return [];
    return [{ id: ids.get(input_name)!, sentence: html`<bdi>${label}</bdi>: ${strings.answers[problem]}` }];
  });
}

/** Ids that are safe in HTML, independent of the merchant’s names. */
function questionIds(form: Form | null): Map<string, string> {
  return new Map(questionsOf(form).map(({ input_name }, at) => [input_name, `q${at + 1}`]));
}

function frameOf(question: FormField, ids: Map<string, string>, state: FormState, strings: Strings): FieldFrame {
  const problem = state.answerProblems.get(question.input_name);
  return {
    id: ids.get(question.input_name)!,
    label: question.label,
    note: question.is_required ? null : strings.optional,
    hint: takesSeveral(question) ? strings.several : null,
    problem: problem === undefined ? null : strings.answers[problem],
  };
}

function questionField(question: FormField, frame: FieldFrame, { answers }: FormState, strings: Strings): Html {
  const name = answerName(question);
  const given = Object.hasOwn(answers, question.input_name) ? [answers[question.input_name]!].flat() : [];
  const [value = ''] = given;
  const isRequired = question.is_required;
  if (takesSeveral(question)) return choices('checkbox', question, frame, given);
  if (question.data_type === 'radio') return choices('radio', question, frame, given);
  if (question.data_type === 'select') return selectField(question, frame, value, strings);
  if (isSingleBox(question)) {
    const box = choice(
      'checkbox',
      { id: frame.id, name, value: '1', isTicked: value === '1' },
      html`<span>${strings.yes}</span>`,
    );
    return grouped(frame, box);
  }
  if (question.data_type === 'text') {
    const area = html`<textarea
      id="${frame.id}"
      name="${name}"
      rows="3"
      maxlength="5000"
      dir="auto"
      ${isRequired && html` required`}
      ${described(frame)}
    >
${value}</textarea>`;
    return framed(frame, html`<div class="entry">${area}</div>`);
  }
  return textField(frame, { name, value, isRequired, ...ENTRIES.get(question.data_type) });
}

function choices(type: 'radio' | 'checkbox', question: FormField, frame: FieldFrame, given: readonly string[]): Html {
  const controls = (question.options ?? []).map(({ value, label }, at) => {
    const isTicked = given.includes(value);
    const first = at === 0 ? { id: frame.id } : {};
    return choice(
      type,
      { ...first, name: answerName(question), value, isTicked },
      html`<span dir="auto">${label}</span>`,
    );
  });
  return grouped(frame, html`${controls}`);
}

function selectField(question: FormField, frame: FieldFrame, chosen: string, strings: Strings): Html {
  const options = (question.options ?? []).map(
    ({ value, label }) => html`<option value="${value}" ${value === chosen && html` selected`}>${label}</option>`,
  );
  return framed(
    frame,
    html`<div class="entry">
      <select
        id="${frame.id}"
        name="${answerName(question)}"
        ${question.is_required && html` required`}
        ${described(frame)}
      >
        <option value="">${strings.choose}</option>
        ${options}
      </select>
    </div>`,
  );
}
