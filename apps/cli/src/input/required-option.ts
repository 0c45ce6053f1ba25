import { Option } from 'commander';

/**
 * An option that a command cannot do without. Commander's own required options fail immediately; a command asks for a
 * missing one of these at a terminal.
 */
export class RequiredOption extends Option {
  /** `true` if MyTPE takes only a record that it has accepted: other records are not offered. */
  takesAcceptedOnly = false;

  /** @param parse As commander's, for one value: throws `InvalidArgumentError`. */
  constructor(flags: string, description: string, parse?: (text: string) => unknown) {
    super(flags, description);
    if (parse !== undefined) this.argParser(parse);
  }

  acceptedOnly(): this {
    this.takesAcceptedOnly = true;
    return this;
  }
}
