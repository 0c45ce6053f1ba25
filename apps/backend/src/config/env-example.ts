import { describeSettings } from './settings.ts';

const HEAD = `# Every setting of the backend, for \`node --env-file=.env dist/server.js\` or a container's environment.
# What is commented out has the value shown, or none. Each X may be given as X_FILE, a path: better for secrets.
`;

/** The text of \`.env.example\`. */
export function envExample(): string {
  const entries = describeSettings().map(({ name, required, default: standard, meaning }) => {
    const note = required ? ' (required)' : '';
    return `\n# ${meaning}${note}\n${required ? '' : '#'}${name}=${standard ?? ''}\n`;
  });
  return HEAD + entries.join('');
}
