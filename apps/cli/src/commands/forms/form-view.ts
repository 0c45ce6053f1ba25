import type { Form } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { displayField, printable } from '../../terminal/display.ts';
import { type Column, drawRecord, drawTable } from '../../terminal/table.ts';

export const MISSING_IN_V2 = 'forms';

type Section = NonNullable<Form['sections']>[number];
type Field = NonNullable<Form['fields']>[number];

const SECTION_COLUMNS: readonly Column<Section>[] = [
  { head: 'SECTION', of: ({ id }) => printable(id ?? ''), isId: true },
  { head: 'TITLE', of: ({ title }) => printable(title ?? '') },
];

const FIELD_COLUMNS: readonly Column<Field>[] = [
  { head: 'FIELD', of: ({ id }) => printable(id ?? ''), isId: true },
  { head: 'NAME', of: ({ input_name }) => printable(input_name ?? '') },
  { head: 'LABEL', of: ({ label }) => printable(label ?? '') },
  { head: 'TYPE', of: ({ data_type }) => printable(data_type ?? '') },
  { head: 'REQUIRED', of: ({ is_required }) => (is_required ? 'yes' : 'no') },
];

/** Shows a form: its properties, then its sections and fields. */
export async function showForm({ out }: Session, form: Form): Promise<void> {
  await out.result(form, async () => {
    const own = (['id', 'name', 'description', 'industry', 'status'] as const).flatMap((name) => {
      const shown = displayField(name, form[name]);
      return shown === undefined ? [] : [[name, shown] as const];
    });
    const parts = [await drawRecord(own, out)];
    if (form.sections?.length) parts.push(await drawTable(form.sections, SECTION_COLUMNS, out));
    if (form.fields?.length) parts.push(await drawTable(form.fields, FIELD_COLUMNS, out));
    return parts.join('\n\n');
  });
  if (form.status === 'draft') out.note(`\n${nextStep(form)}`);
}

/** Returns the next step. A form needs fields before it is published. */
function nextStep({ id, fields }: Form): string {
  const publish = `mytpe forms publish ${id}`;
  if (fields?.length) return `A link can use the form once it is published. Next: ${publish}`;
  const field = '--name full_name --label "Full name" --type string --required yes';
  return `Next, add a field: mytpe forms fields add ${id} ${field}\nThen publish it: ${publish}`;
}
