import { mkdirSync, writeFileSync } from 'node:fs';

import { editorFiles } from './files.ts';

const dist = new URL('../dist/', import.meta.url);
mkdirSync(dist, { recursive: true });
for (const [name, text] of Object.entries(editorFiles())) writeFileSync(new URL(name, dist), text);
