import type { Command } from 'commander';

/** The options that set each field of MyTPE's APIs. */
const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  name: ['--name', '--title'],
  title: ['--title'],
  description: ['--description'],
  details: ['--description'],
  establishment_type_id: ['--establishment-type'],
  authorization_type_id: ['--authorization-type'],
  activity_id: ['--activity'],
  identification_file: ['--file'],
  file: ['--file'],
  logo: ['--logo'],
  account_number: ['--rib'],
  identification_id: ['--identification'],
  brand_id: ['--brand'],
  bank_account_id: ['--bank-account'],
  payment_method: ['--method'],
  payment_proof: ['--proof'],
  payment_instance_id: ['--instance'],
  mytpe_pay_id: ['--instance'],
  amount_mode: ['--amount', '--open'],
  pricing: ['--amount', '--open'],
  type: ['--type', '--amount', '--open'],
  amount: ['--amount'],
  min_amount: ['--min'],
  max_amount: ['--max'],
  usage_mode: ['--usage'],
  payment_mode: ['--usage'],
  max_uses: ['--uses'],
  max_payments: ['--uses'],
  target_amount: ['--target'],
  starts_at: ['--from'],
  ends_at: ['--until'],
  expires_at: ['--expires'],
  allowed_payers: ['--payer'],
  form_id: ['--form'],
  metadata: ['--meta', '--ref'],
  slug: ['--slug'],
  inactivity_timeout_minutes: ['--inactivity'],
  default_inactivity_timeout_minutes: ['--inactivity'],
  settings: ['--retry-button', '--anonymous'],
  show_retry_button: ['--retry-button'],
  allow_anonymous: ['--anonymous'],
  industry: ['--industry'],
  input_name: ['--name'],
  label: ['--label'],
  data_type: ['--type'],
  is_required: ['--required'],
  position: ['--position'],
  section_id: ['--section'],
  options: ['--choice'],
  url: ['--url'],
  webhook_url: ['--url'],
  events: ['--event'],
  is_active: ['--active'],
  status: ['--status'],
  acceptance_status: ['--license'],
  search: ['--search'],
  sort_by: ['--sort'],
  sort_dir: ['--order'],
  per_page: ['--limit'],
  page: ['--page'],
};

/** Matches a member of a group: `settings[allow_anonymous]`, `metadata[order]`. */
const MEMBER = /^(\w+)\[([^\]]*)\]$/;
/**
 * Matches a field name in a sentence. Ignores names of a single word, which may be ordinary words, and quoted text from
 * the user.
 */
const COMPOUND_NAME = /(?<![\w"./-])[a-z]+(?:_[a-z0-9]+)+(?![\w"/-]|\.\w)/g;

/** Translates field names of MyTPE's APIs to options of the command. */
export class FieldNames {
  readonly #command: Command | undefined;

  constructor(command: Command | undefined) {
    this.#command = command;
  }

  /**
   * Returns the option for a field (`payment_proof` → `--proof`), or `undefined` if no option of the command sets it.
   */
  optionFor(field: string): string | undefined {
    const [, group = field, member = ''] = MEMBER.exec(field) ?? [];
    const names = OPTIONS_OF[member] ?? OPTIONS_OF[group] ?? [];
    const options = (this.#command?.options ?? []).filter(({ long }) => names.includes(long ?? ''));
    const isTyped = (name: string) => !['default', undefined].includes(this.#command?.getOptionValueSource(name));
    const typed = options.filter((option) => isTyped(option.attributeName()));
    return (typed[0] ?? options[0])?.long;
  }

  /** Replaces field names in a sentence. */
  inText(text: string): string {
    return text.replace(COMPOUND_NAME, (field) => this.optionFor(field) ?? field);
  }

  /** Converts messages by field to messages by option. A field without an option keeps its name. */
  byOption(fields: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
    const named: Record<string, string[]> = {};
    for (const [field, messages] of Object.entries(fields)) {
      const name = this.optionFor(field) ?? field;
      // Laravel writes `payment_proof` as "payment proof" in its messages.
      const readable = field.includes('_') ? field.replaceAll('_', ' ') : name;
      const renamed = messages.map((message) => this.inText(message).replaceAll(readable, name));
      (named[name] ??= []).push(...renamed);
    }
    return named;
  }
}
