/** A style sheet that all elements share, made when the first of them is. */
export interface Styles {
  readonly sheet: CSSStyleSheet;
}

export function css([text]: TemplateStringsArray): Styles {
  let sheet: CSSStyleSheet | undefined;
  return {
    get sheet() {
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(text!);
      return sheet;
    },
  };
}
