import { css } from 'lit';

/** The default colours (light and dark), sizes and font, as values of the `--mytpe-` properties. */
export const themeStyles = css`
  :host {
    --_c: var(--mytpe-color, #0b6b46);
    --_on: var(--mytpe-on-color, #fff);
    --_bg: var(--mytpe-background, #fff);
    --_fg: var(--mytpe-text, #14231c);
    --_line: var(--mytpe-border, #84928b);
    --_bad: var(--mytpe-error, #b3261e);
    --_r: var(--mytpe-radius, 14px);
    --_s: var(--mytpe-space, 12px);
    display: grid;
    box-sizing: border-box;
    max-width: 26rem;
    min-height: var(--mytpe-min-height, 21.5rem);
    color: var(--_fg);
    color-scheme: light;
    font: 1rem/1.4 var(--mytpe-font, system-ui, sans-serif);
    text-align: start;
    overflow-wrap: anywhere;
  }
  :host([variant='button']) {
    min-height: var(--mytpe-min-height, 5.5rem);
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='dark']) {
    --_c: var(--mytpe-color, #3ecf94);
    --_on: var(--mytpe-on-color, #06281a);
    --_bg: var(--mytpe-background, #18211d);
    --_fg: var(--mytpe-text, #e9f1ec);
    --_line: var(--mytpe-border, #6b7c74);
    --_bad: var(--mytpe-error, #ff9a90);
    color-scheme: dark;
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) {
      --_c: var(--mytpe-color, #3ecf94);
      --_on: var(--mytpe-on-color, #06281a);
      --_bg: var(--mytpe-background, #18211d);
      --_fg: var(--mytpe-text, #e9f1ec);
      --_line: var(--mytpe-border, #6b7c74);
      --_bad: var(--mytpe-error, #ff9a90);
      color-scheme: dark;
    }
  }
`;
