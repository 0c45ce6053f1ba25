import type { Form } from '../model/records.ts';

/** One question of a merchant's form, as the API describes its fields. Unknown data types are asked as text. */
export interface Question {
  readonly section_id?: string | null | undefined;
  readonly input_name: string;
  readonly label: string;
  readonly data_type: string;
  readonly is_required: boolean;
  readonly position?: number | null | undefined;
  readonly options?: readonly { readonly value: string; readonly label: string }[] | null | undefined;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly description?: string | null | undefined;
  readonly position?: number | null | undefined;
}

/** A heading and the questions below it; without a heading for questions of no section. */
export interface QuestionGroup {
  readonly title: string | null;
  readonly description: string | null;
  readonly questions: readonly Question[];
}

/** A form's questions in the merchant's order: those of no section first, then section by section. */
export function questionGroups(form: Form | null): QuestionGroup[] {
  const { sections = [], fields = [] } = (form ?? {}) as {
    sections?: readonly Section[];
    fields?: readonly Question[];
  };
  const known = new Set(sections.map(({ id }) => id));
  const of = (isWanted: (question: Question) => boolean): Question[] => inOrder(fields.filter(isWanted));
  const groups = [
    { title: null, description: null, questions: of(({ section_id: id }) => id == null || !known.has(id)) },
    ...inOrder(sections).map((section) => ({
      title: section.title,
      description: section.description ?? null,
      questions: of(({ section_id: id }) => id === section.id),
    })),
  ];
  return groups.filter(({ questions }) => questions.length > 0);
}

/** Every question, in the order in which the page asks it. */
export function questionsOf(form: Form | null): Question[] {
  return questionGroups(form).flatMap(({ questions }) => questions);
}

/** Whether a question is answered by ticking any number of options. */
export function takesSeveral({ data_type, options }: Question): boolean {
  return data_type === 'multi_select' || (data_type === 'checkbox' && (options?.length ?? 0) > 0);
}

/** Whether a question is one box to tick. */
export function isSingleBox({ data_type, options }: Question): boolean {
  return data_type === 'checkbox' && (options?.length ?? 0) === 0;
}

/** The name of a question's input on the page, out of the way of the page's own. */
export function answerName({ input_name }: Question): string {
  return `answers[${input_name}]`;
}

/** Stable: equal positions, and missing ones, keep the order in which they were made. */
function inOrder<Item extends { readonly position?: number | null | undefined }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
}
