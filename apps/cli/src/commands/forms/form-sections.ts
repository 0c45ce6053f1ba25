import { Command } from 'commander';

import { RequiredOption, wholeNumber } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { printable } from '../../terminal/display.ts';
import { MISSING_IN_V2 } from './form-view.ts';

interface SectionOptions {
  readonly title?: string;
  readonly description?: string;
  readonly position?: number;
}

export function sectionsCommand(act: Act): Command {
  return new Command('sections')
    .description('sections of a form')
    .addCommand(addCommand(act))
    .addCommand(updateCommand(act))
    .addCommand(removeCommand(act));
}

function sectionOptions(command: Command): Command {
  return command
    .option('--description <text>', 'shown below the title')
    .option('--position <number>', 'position in the form', wholeNumber(0, 10_000));
}

function addCommand(act: Act): Command {
  const command = new Command('add')
    .description('add a section')
    .argument('<form>', 'form id')
    .addOption(new RequiredOption('--title <text>', 'title'));
  return sectionOptions(command).action(
    act<SectionOptions & { title: string }>(async (session, { title, description, position }, form = '') => {
      const client = await session.ext(MISSING_IN_V2);
      const findOut = `Check whether it exists: mytpe forms show ${form}`;
      const input = { title, description, position };
      await session.out.record(await session.change(findOut, () => client.forms.addSection(form, input, session.call)));
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update a section')
    .argument('<form>', 'form id')
    .argument('<section>', 'section id')
    .option('--title <text>', 'title');
  return sectionOptions(command).action(
    act<SectionOptions>(async (session, { title, description, position }, form = '', section = '') => {
      const client = await session.ext(MISSING_IN_V2);
      const findOut = `Check whether it changed: mytpe forms show ${form}`;
      const changes = { title, description, position };
      const work = () => client.forms.updateSection(form, section, changes, session.call);
      await session.out.record(await session.change(findOut, work));
    }),
  );
}

function removeCommand(act: Act): Command {
  return new Command('remove')
    .description('remove a section')
    .argument('<form>', 'form id')
    .argument('<section>', 'section id')
    .action(
      act(async (session, _options, form = '', section = '') => {
        const client = await session.ext(MISSING_IN_V2);
        await session.confirm(`Remove the section ${printable(section)}?`);
        const findOut = `Check whether it was removed: mytpe forms show ${form}`;
        await session.change(findOut, () => client.forms.removeSection(form, section, session.call));
        await session.out.result({ id: section, deleted: true }, `Removed ${printable(section)}.`);
      }),
    );
}
