import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { wholeNumber } from '../../input/arguments.ts';
import { RequiredOption } from '../../input/required-option.ts';
import { printable } from '../../terminal/printable.ts';
import { LACKS } from './form-view.ts';

interface SectionOptions {
  readonly title?: string;
  readonly description?: string;
  readonly position?: number;
}

export function sectionsCommand(act: Act): Command {
  return new Command('sections')
    .description('parts of a form')
    .addCommand(addCommand(act))
    .addCommand(updateCommand(act))
    .addCommand(removeCommand(act));
}

function sectionOptions(command: Command): Command {
  return command
    .option('--description <text>', 'shown below the title')
    .option('--position <number>', 'place in the form', wholeNumber(0, 10_000));
}

function addCommand(act: Act): Command {
  const command = new Command('add')
    .description('add a section')
    .argument('<form>', 'form id')
    .addOption(new RequiredOption('--title <text>', 'title'));
  return sectionOptions(command).action(
    act<SectionOptions & { title: string }>(async (session, { title, description, position }, form = '') => {
      const client = await session.ext(LACKS);
      const findOut = `Look whether it is there: mytpe forms show ${form}`;
      const input = { title, description, position };
      await session.out.record(await session.change(findOut, () => client.forms.addSection(form, input, session.call)));
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('change a section')
    .argument('<form>', 'form id')
    .argument('<section>', 'section id')
    .option('--title <text>', 'title');
  return sectionOptions(command).action(
    act<SectionOptions>(async (session, { title, description, position }, form = '', section = '') => {
      const client = await session.ext(LACKS);
      const findOut = `Look whether it changed: mytpe forms show ${form}`;
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
        const client = await session.ext(LACKS);
        await session.confirm(`Remove the section ${printable(section)}?`);
        const findOut = `Look whether it is gone: mytpe forms show ${form}`;
        await session.change(findOut, () => client.forms.removeSection(form, section, session.call));
        await session.out.result({ id: section, deleted: true }, `Removed ${printable(section)}.`);
      }),
    );
}
