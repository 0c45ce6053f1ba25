import { Option } from 'commander';

/**
 * An option that a command cannot do without. Not commander's own kind, which refuses at once: at a terminal it is asked
 * for.
 */
export class RequiredOption extends Option {
  /** @param parse As commander's, for one value: throws `InvalidArgumentError`. */
  constructor(flags: string, description: string, parse?: (text: string) => unknown) {
    super(flags, description);
    if (parse !== undefined) this.argParser(parse);
  }
}
