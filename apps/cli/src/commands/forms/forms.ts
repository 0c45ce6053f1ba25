import type { Form } from '@mytpe-pay/client';
import { Command } from 'commander';

import { RequiredOption } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { fieldsCommand } from './form-fields.ts';
import { sectionsCommand } from './form-sections.ts';
import { MISSING_IN_V2, showForm } from './form-view.ts';

const COLUMNS: readonly Column<Form>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'NAME', of: ({ name }) => printable(name ?? '') },
  { head: 'INDUSTRY', of: ({ industry }) => industry && printable(industry) },
  { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
];

export function formsCommand(act: Act): Command {
  return new Command('forms')
    .description('forms that payers fill in')
    .addCommand(createCommand(act))
    .addCommand(listCommand(act))
    .addCommand(showCommand(act))
    .addCommand(updateCommand(act))
    .addCommand(publishCommand(act))
    .addCommand(deleteCommand(act))
    .addCommand(sectionsCommand(act))
    .addCommand(fieldsCommand(act));
}

interface FormOptions {
  readonly name?: string;
  readonly industry?: string;
  readonly description?: string;
}

function createCommand(act: Act): Command {
  return new Command('create')
    .description('create a form as a draft')
    .addOption(new RequiredOption('--name <text>', 'your own name for the form'))
    .option('--industry <text>', 'like ecommerce')
    .option('--description <text>', 'purpose of the form')
    .action(
      act<FormOptions & { name: string }>(async (session, { name, industry, description }) => {
        const client = await session.ext(MISSING_IN_V2);
        const findOut = 'Look for it before you try again: mytpe forms list';
        const input = { name, industry, description };
        await showForm(session, await session.change(findOut, () => client.forms.create(input, session.call)));
      }),
    );
}

function listCommand(act: Act): Command {
  return listOptions(new Command('list').description('list forms')).action(
    act<ListOptions>(async (session, options) => {
      const client = await session.ext(MISSING_IN_V2);
      await showList(session, client.forms, {}, options, COLUMNS, 'No forms.');
    }),
  );
}

function showCommand(act: Act): Command {
  return new Command('show')
    .description('show a form with its sections and fields')
    .argument('<form>', 'form id')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext(MISSING_IN_V2);
        await showForm(session, await client.forms.get(id, session.call));
      }),
    );
}

function updateCommand(act: Act): Command {
  return new Command('update')
    .description('update a form')
    .argument('<form>', 'form id')
    .option('--name <text>', 'your own name for the form')
    .option('--industry <text>', 'like ecommerce')
    .option('--description <text>', 'purpose of the form')
    .action(
      act<FormOptions>(async (session, { name, industry, description }, id = '') => {
        const client = await session.ext(MISSING_IN_V2);
        const findOut = `Check whether it changed: mytpe forms show ${id}`;
        const changes = { name, industry, description };
        await showForm(session, await session.change(findOut, () => client.forms.update(id, changes, session.call)));
      }),
    );
}

function publishCommand(act: Act): Command {
  return new Command('publish')
    .description('publish a form, so that links can use it')
    .argument('<form>', 'form id')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext(MISSING_IN_V2);
        const findOut = `Check its status: mytpe forms show ${id}`;
        await showForm(session, await session.change(findOut, () => client.forms.publish(id, session.call)));
      }),
    );
}

function deleteCommand(act: Act): Command {
  return new Command('delete')
    .description('delete a form')
    .argument('<form>', 'form id')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext(MISSING_IN_V2);
        const { name } = await client.forms.get(id, session.call);
        await session.confirm(`Delete the form "${printable(name ?? id)}"?`);
        const findOut = `Check whether it still exists: mytpe forms show ${id}`;
        await session.change(findOut, () => client.forms.delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}
