import type { Form, FormField } from '../model/records.ts';

/** A heading and the questions below it; without a heading for questions of no section. */
export interface QuestionGroup {
  readonly title: string | null;
  readonly description: string | null;
  readonly questions: readonly FormField[];
}

/** A form's questions in the merchant's order: those of no section first, then section by section. */
export function questionGroups(form: Form | null): QuestionGroup[] {
  const { sections, fields } = form ?? { sections: [], fields: [] };
  const known = new Set(sections.map(({ id }) => id));
  const of = (isWanted: (question: FormField) => boolean): FormField[] => inOrder(fields.filter(isWanted));
  const groups = [
    { title: null, description: null, questions: of(({ section_id: id }) => id === null || !known.has(id)) },
    ...inOrder(sections).map((section) => ({
      title: section.title,
      description: section.description,
      questions: of(({ section_id: id }) => id === section.id),
    })),
  ];
  return groups.filter(({ questions }) => questions.length > 0);
}

/** Every question, in the order in which the page asks it. */
export function questionsOf(form: Form | null): FormField[] {
  return questionGroups(form).flatMap(({ questions }) => questions);
}

/** Whether a question is answered by ticking any number of options. */
export function takesSeveral({ data_type, options }: FormField): boolean {
  return data_type === 'multi_select' || (data_type === 'checkbox' && (options?.length ?? 0) > 0);
}

/** Whether a question is one box to tick. */
export function isSingleBox({ data_type, options }: FormField): boolean {
  return data_type === 'checkbox' && (options?.length ?? 0) === 0;
}

/** The name of a question's input on the page, out of the way of the page's own. */
export function answerName({ input_name }: FormField): string {
  return `answers[${input_name}]`;
}

/** Stable: equal positions keep the order in which they were made. */
function inOrder<Item extends { readonly position: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.position - b.position);
}
