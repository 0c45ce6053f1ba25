import { css } from 'lit';

/** The styles of buttons, suggestions and the amount field. */
export const controlStyles = css`
  .pay,
  .quiet {
    display: block;
    width: 100%;
    min-height: 48px;
    padding: 12px 6px;
    border: 0;
    border-radius: var(--_r);
    background: var(--_c);
    color: var(--_on);
    font-weight: 700;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }
  [aria-disabled='true'],
  :disabled {
    opacity: 0.7;
    cursor: default;
  }
  .quiet {
    min-height: 44px;
    background: none;
    border: 1px solid var(--_line);
    color: inherit;
    font-weight: 600;
  }
  :focus-visible {
    outline: 3px solid var(--_c);
    outline-offset: 2px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .row > * {
    flex: 1 0 auto;
    max-width: 100%;
    width: auto;
  }
  .row label {
    position: relative;
    display: grid;
    place-items: center;
    min-height: 44px;
    padding: 0 3px;
    border: 1.5px solid var(--_line);
    border-radius: 999px;
    opacity: 1;
    font-weight: 600;
    cursor: pointer;
  }
  .row input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .row label:focus-within {
    outline: 3px solid var(--_c);
    outline-offset: 2px;
  }
  .row label[data-on] {
    padding: 0 2px;
    border: 2.5px solid var(--_c);
  }
  [part='amount'] {
    display: grid;
    gap: 4px;
  }
  .field {
    display: flex;
    align-items: center;
    padding-inline: 12px;
    border: 1.5px solid var(--_line);
    border-radius: var(--_r);
  }
  .field:focus-within {
    border-color: var(--_c);
    outline: 2px solid var(--_c);
  }
  .field input {
    flex: 1;
    width: 100%;
    min-width: 0;
    min-height: 44px;
    border: 0;
    outline: 0;
    background: none;
    direction: ltr;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  [dir='rtl'] .field input {
    text-align: right;
  }
`;
