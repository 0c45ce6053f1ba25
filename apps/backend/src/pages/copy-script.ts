import { Html } from './html.ts';
import { hashSource } from './page.ts';

/**
 * Shows the copy buttons, which are of no use without it. Where the clipboard is closed to it (a page without TLS), what
 * is to be copied is selected instead.
 */
const TEXT = `
const said = document.getElementById('said');
for (const button of document.querySelectorAll('button[data-copies]')) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copies);
    const copied = await navigator.clipboard?.writeText(source.textContent).then(() => true, () => false);
    if (!copied) getSelection().selectAllChildren(source);
    const done = copied || document.execCommand('copy');
    said.textContent = button.textContent = done ? button.dataset.copied : button.dataset.selected;
    setTimeout(() => { button.textContent = label; said.textContent = ''; }, 3000);
  });
}
`;

export const COPY_SCRIPT = new Html(`<script>${TEXT}</script>`);
/** How a policy allows it, and nothing else inline. */
export const COPY_SCRIPT_SOURCE = hashSource(TEXT);
