import { Variables } from './settings-schema.ts';

/** A setting as the documentation lists it. */
export interface SettingReference {
  readonly name: string;
  /** `true` if the backend does not start without it. */
  readonly required: boolean;
  readonly default: string | null;
  readonly meaning: string;
}

/** Returns every setting in order. The reference page and `.env.example` come from it. */
export function describeSettings(): SettingReference[] {
  return Object.entries(Variables.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    return {
      name,
      required: !fallback.success,
      default: fallback.success && fallback.data !== undefined ? valueText(fallback.data) : null,
      meaning: schema.description ?? '',
    };
  });
}

/** Returns a value as an environment variable holds it: a list as its items, other values as JSON. */
function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The headings of the reference page, each with the first setting below it. */
const SECTIONS: Readonly<Record<string, string>> = {
  MYTPE_ENVIRONMENT: 'MyTPE',
  OFFERS_FILE: 'Offers, store and addresses',
  OFFER_TOKEN_KEYS: 'Signed offers and receipts',
  MERCHANT_WEBHOOK_URL: 'Webhooks to your server',
  HOST: 'Server, operator and log',
  MAX_LINKS_PER_MINUTE: 'Limits on new links',
  MAX_READS_PER_MINUTE: 'Limits on requests',
  LINK_TTL_HOURS: 'Times and MyTPE calls',
};

/** Returns the sections of the reference page, as Markdown. */
export function settingsSections(): string {
  const rows = describeSettings().map(({ name, required, default: value, meaning }) => {
    const fallback = required ? '**required**' : value === null ? '' : `\`${value || '(none)'}\``;
    const heading = SECTIONS[name];
    const start = heading === undefined ? '' : `\n## ${heading}\n\n| variable | default | meaning |\n|---|---|---|\n`;
    return `${start}| \`${name}\` | ${fallback} | ${meaning} |\n`;
  });
  return rows.join('');
}

const HEAD = `# Every setting of the backend, for \`node --env-file=.env dist/server.js\` or a container's environment.
# Commented lines show the default, if there is one. To read X from a file, for example a secret, set X_FILE to its path.
`;

/** Returns the text of `.env.example`. */
export function envExample(): string {
  const entries = describeSettings().map(({ name, required, default: value, meaning }) => {
    const note = required ? ' (required)' : '';
    return `\n# ${meaning}${note}\n${required ? '' : '#'}${name}=${value ?? ''}\n`;
  });
  return HEAD + entries.join('');
}
