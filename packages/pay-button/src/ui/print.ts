/** Prints pieces of the view on a separate sheet, in the language of `base`; the whole page where no tab can be opened. */
export function printSheet(pieces: readonly (Element | string)[], base: HTMLElement): void {
  const sheet = open('', '_blank');
  if (!sheet) return print();
  const { document } = sheet;
  // Firefox would load an empty page over this content unless the document is opened.
  document.open();
  document.close();
  document.documentElement.lang = base.lang;
  document.documentElement.dir = base.dir;
  document.body.style.cssText = 'text-align:center;font:1.5rem system-ui';
  for (const piece of pieces) {
    const block = document.createElement('div');
    block.append(typeof piece === 'string' ? piece : piece.cloneNode(true));
    block.style.cssText = 'margin:2rem auto;max-width:14cm;overflow-wrap:anywhere';
    document.body.append(block);
  }
  sheet.addEventListener('afterprint', () => sheet.close());
  sheet.print();
}
