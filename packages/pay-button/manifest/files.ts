import { cssData, htmlData } from './editor-data.ts';
import { elementDocs, readManifest } from './read-manifest.ts';

/** What editors read, by the name of its file: made from the source's docstrings. */
export function editorFiles(): Record<string, string> {
  const manifest = readManifest();
  const docs = elementDocs(manifest);
  const files = {
    'custom-elements.json': manifest,
    'vscode.html-custom-data.json': htmlData(docs),
    'vscode.css-custom-data.json': cssData(docs),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, `${JSON.stringify(content, null, 2)}\n`]),
  );
}
