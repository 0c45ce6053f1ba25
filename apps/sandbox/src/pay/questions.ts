import type { Form, FormField } from '../model/records.ts';

/** Questions under a heading. Questions without a section have no heading. */
export interface QuestionGroup {
  readonly title: string | null;
  readonly description: string | null;
  readonly questions: readonly FormField[];
}

/** A form’s questions in the merchant’s order: first those without a section, then section by section. */
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

/** Every question, in the order of the page. */
export function questionsOf(form: Form | null): FormField[] {
  return questionGroups(form).flatMap(({ questions }) => questions);
}

/** `true` if the payer may select several options. */
export function takesSeveral({ data_type, options }: FormField): boolean {
  return data_type === 'multi_select' || (data_type === 'checkbox' && (options?.length ?? 0) > 0);
}

/** `true` if the question is a single checkbox. */
export function isSingleBox({ data_type, options }: FormField): boolean {
  return data_type === 'checkbox' && (options?.length ?? 0) === 0;
}

/** The name of a question’s input, with a prefix that separates it from the page’s own fields. */
export function answerName({ input_name }: FormField): string {
  return `answers[${input_name}]`;
}

/** Sorts by position. Equal positions keep their order of creation. */
function inOrder<Item extends { readonly position: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.position - b.position);
}
