import { Command, Option } from 'commander';

import { RequiredOption, collectPair, parseYesNo, wholeNumber } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { printable } from '../../terminal/display.ts';
import { MISSING_IN_V2 } from './form-view.ts';

/** The field types in MyTPE's reference. MyTPE may support others. */
const TYPES = 'string, text, integer, number, email, phone, url, date, select, multi_select, radio, checkbox';

interface FieldOptions {
  readonly name?: string;
  readonly label?: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly position?: number;
  readonly section?: string;
  readonly choice?: Record<string, string>;
}

export function fieldsCommand(act: Act): Command {
  return new Command('fields')
    .description('questions of a form')
    .addCommand(addCommand(act))
    .addCommand(updateCommand(act))
    .addCommand(removeCommand(act));
}

function requiredOption(): Option {
  return new Option('--required <yes or no>', 'payers must fill it in').argParser(parseYesNo);
}

function fieldOptions(command: Command, required: Option): Command {
  return command
    .addOption(required)
    .option('--position <number>', 'position in the form', wholeNumber(0, 10_000))
    .option('--section <id>', 'section of the field')
    .option(
      '--choice <value=label>',
      'a choice of select, multi_select, radio or checkbox; may be repeated',
      collectPair,
    );
}

function bodyOf({ name, label, type, required, position, section, choice }: FieldOptions) {
  const options = choice && Object.entries(choice).map(([value, text]) => ({ value, label: text }));
  return { input_name: name, label, data_type: type, is_required: required, position, section_id: section, options };
}

function addCommand(act: Act): Command {
  const command = new Command('add')
    .description('add a field')
    .argument('<form>', 'form id')
    .addOption(new RequiredOption('--name <name>', 'machine name, like wilaya'))
    .addOption(new RequiredOption('--label <text>', 'the question'))
    .addOption(new RequiredOption('--type <type>', TYPES));
  return fieldOptions(command, requiredOption().default(false, 'no')).action(
    act<FieldOptions & { name: string; label: string; type: string }>(async (session, options, form = '') => {
      const client = await session.ext(MISSING_IN_V2);
      const input = { ...bodyOf(options), input_name: options.name, label: options.label, data_type: options.type };
      const findOut = `Check whether it exists: mytpe forms show ${form}`;
      await session.out.record(await session.change(findOut, () => client.forms.addField(form, input, session.call)));
      session.out.note(`\nAdd more fields in the same way. Then publish the form: mytpe forms publish ${form}`);
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update a field')
    .argument('<form>', 'form id')
    .argument('<field>', 'field id')
    .option('--name <name>', 'machine name, like wilaya')
    .option('--label <text>', 'the question')
    .option('--type <type>', TYPES);
  return fieldOptions(command, requiredOption()).action(
    act<FieldOptions>(async (session, options, form = '', field = '') => {
      const client = await session.ext(MISSING_IN_V2);
      const findOut = `Check whether it changed: mytpe forms show ${form}`;
      const work = () => client.forms.updateField(form, field, bodyOf(options), session.call);
      await session.out.record(await session.change(findOut, work));
    }),
  );
}

function removeCommand(act: Act): Command {
  return new Command('remove')
    .description('remove a field')
    .argument('<form>', 'form id')
    .argument('<field>', 'field id')
    .action(
      act(async (session, _options, form = '', field = '') => {
        const client = await session.ext(MISSING_IN_V2);
        await session.confirm(`Remove the field ${printable(field)}?`);
        const findOut = `Check whether it was removed: mytpe forms show ${form}`;
        await session.change(findOut, () => client.forms.removeField(form, field, session.call));
        await session.out.result({ id: field, deleted: true }, `Removed ${printable(field)}.`);
      }),
    );
}
