import { mkdirSync, writeFileSync } from 'node:fs';

import { generatedFiles } from './files.ts';

const dist = new URL('../dist/', import.meta.url);
mkdirSync(new URL('npm/frameworks/', dist), { recursive: true });
for (const [name, text] of Object.entries(generatedFiles())) writeFileSync(new URL(name, dist), text);
