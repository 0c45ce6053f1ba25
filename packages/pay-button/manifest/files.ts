import { angularDirective } from './angular-directive.ts';
import { cssData, htmlData } from './editor-data.ts';
import { elementDocs, readManifest } from './read-manifest.ts';

/** The files generated from the docstrings, by name: data for editors, and the Angular directive. */
export function generatedFiles(): Record<string, string> {
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
