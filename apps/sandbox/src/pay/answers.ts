import { normalisePayer } from '../model/payer.ts';
import type { Form, FormField, Submission } from '../model/records.ts';
import { asciiDigits } from '../model/money.ts';
import { answerName, isSingleBox, questionsOf, takesSeveral } from './questions.ts';
import type { AnswerProblem } from './strings/strings.ts';

const MAX_LINE = 255;
const MAX_TEXT = 5_000;
const MAX_TICKED = 100;

type Answers = Submission['answers'];

/** The values that a payer submitted to a form and the problems with them, both by `input_name`. */
export interface ReadAnswers {
  readonly answers: Answers;
  readonly problems: ReadonlyMap<string, AnswerProblem>;
}

/** Reads and validates the form’s values in a posted page. Ignores fields that are not in the form. */
export function readAnswers(form: Form | null, body: Readonly<Record<string, unknown>>): ReadAnswers {
  const answers: Answers = Object.create(null) as Answers;
  const problems = new Map<string, AnswerProblem>();
  for (const question of questionsOf(form)) {
    const sent = [body[answerName(question)] ?? []].flat().slice(0, MAX_TICKED);
    const texts = sent.filter((text): text is string => typeof text === 'string').map((text) => clean(question, text));
    const given = texts.filter((text) => text !== '');
    const problem = findProblem(question, given);
    if (problem !== null) problems.set(question.input_name, problem);
    if (takesSeveral(question)) answers[question.input_name] = given.map(bounded);
    else if (given[0] !== undefined) answers[question.input_name] = bounded(given[0]);
  }
  return { answers, problems };
}

function findProblem(question: FormField, given: readonly string[]): AnswerProblem | null {
  const [first] = given;
  if (first === undefined) return question.is_required ? 'required' : null;
  const allowed = allowedValues(question);
  if (allowed !== null) return given.every((text) => allowed.includes(text)) ? null : 'option';
  if (first.length > (question.data_type === 'text' ? MAX_TEXT : MAX_LINE)) return 'too_long';
  return TYPE_RULES.get(question.data_type)?.(first) ?? null;
}

/** The permitted values of a question. `null` if any text is permitted. */
function allowedValues(question: FormField): string[] | null {
  if (isSingleBox(question)) return ['1'];
  const isChoice = ['select', 'radio'].includes(question.data_type) || takesSeveral(question);
  return isChoice ? (question.options ?? []).map(({ value }) => value) : null;
}

const rule =
  (isRight: (text: string) => boolean, problem: AnswerProblem) =>
  (text: string): AnswerProblem | null =>
    isRight(text) ? null : problem;

/** The rules by data type. A map, because a merchant may invent a type with any name. */
const TYPE_RULES: ReadonlyMap<string, (text: string) => AnswerProblem | null> = new Map(
  Object.entries({
    integer: rule((text) => /^-?\d{1,15}$/.test(text), 'integer'),
    number: rule((text) => /^-?\d{1,15}(?:[.,]\d{1,10})?$/.test(text), 'number'),
    email: rule(isEmail, 'email'),
    phone: rule(isPhone, 'phone'),
    url: rule((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'url'),
    date: rule(isDate, 'date'),
  }),
);

/** `true` if the text is an e-mail address. */
export function isEmail(text: string): boolean {
  return text.includes('@') && normalisePayer(text) !== null;
}

/** `true` if the text is a phone number, Algerian or international. */
export function isPhone(text: string): boolean {
  return normalisePayer(text)?.startsWith('+') ?? false;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(text);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Converts digits of other scripts where a number is expected. Other text stays as the payer wrote it. */
function clean({ data_type }: FormField, text: string): string {
  const trimmed = text.trim();
  return ['integer', 'number', 'phone', 'date'].includes(data_type) ? asciiDigits(trimmed) : trimmed;
}

function bounded(text: string): string {
  return text.slice(0, MAX_TEXT);
}
