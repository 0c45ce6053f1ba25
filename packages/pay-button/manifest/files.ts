import { angularDirective } from './angular-directive.ts';
import { cssData, htmlData } from './editor-data.ts';
import { elementDocs, readManifest } from './read-manifest.ts';

/** What is made from the source's docstrings, by the name of its file: what editors read, and Angular. */
export function describingFiles(): Record<string, string> {
  const manifest = readManifest();
  const docs = elementDocs(manifest);
  const { script, types } = angularDirective(docs);
  const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;
  return {
    'custom-elements.json': json(manifest),
    'vscode.html-custom-data.json': json(htmlData(docs)),
    'vscode.css-custom-data.json': json(cssData(docs)),
    'npm/frameworks/angular.js': script,
    'npm/frameworks/angular.d.ts': types,
  };
}
