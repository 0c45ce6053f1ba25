import { css } from 'lit';

/** The card's layout. */
export const cardStyles = css`
  * {
    box-sizing: border-box;
    font: inherit;
    color: inherit;
    text-rendering: inherit;
  }
  .box {
    display: flex;
    flex-direction: column;
    gap: var(--_s);
    border-radius: var(--_r);
  }
  :host(:not([variant='button'])) .box {
    padding: calc(var(--_s) * 1.5);
    background: var(--_bg);
    border: 1px solid var(--mytpe-border, #84928b59);
    box-shadow: 0 4px 16px #00000012;
  }
  p {
    margin: 0;
  }
  .title {
    flex: 1 1 8rem;
    font-weight: 700;
  }
  ::slotted([slot]) {
    margin: 0;
    font: inherit;
  }
  p,
  small,
  label {
    opacity: 0.8;
    font-size: 0.875rem;
  }
  small {
    font-size: 0.8125rem;
  }
  [role='status'] {
    position: absolute;
    clip-path: inset(50%);
  }
  .head {
    display: flex;
    flex-wrap: wrap-reverse;
    align-items: start;
    justify-content: space-between;
    gap: 8px;
  }
  .test {
    padding: 1px 8px;
    border-radius: 9px;
    background: #ffd54f;
    color: #3a2c00;
    font-size: 0.75rem;
    font-weight: 700;
  }
  .price {
    container-type: inline-size;
    font-size: 2rem;
    font-weight: 700;
    line-height: 1.2;
    font-variant-numeric: tabular-nums;
  }
  bdi {
    white-space: nowrap;
  }
  .price bdi {
    font-size: min(1em, 18cqi);
    white-space: normal;
  }
  .end {
    display: flex;
    flex-direction: column;
    gap: 8px;
    margin-top: auto;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    column-gap: 8px;
  }
  .foot button {
    min-width: 44px;
    min-height: 44px;
    margin-block: -12px;
    margin-inline-start: auto;
    padding: 0;
    border: 0;
    text-align: end;
    background: none;
    font-size: 0.875rem;
    font-weight: 600;
    text-decoration: underline;
    cursor: pointer;
  }
  #problem:empty {
    margin-top: -4px;
  }
  .note {
    padding: 12px;
    border-radius: var(--_r);
    opacity: 1;
  }
  .note,
  [data-on] {
    background: color-mix(in srgb, var(--_c) 9%, transparent);
  }
  .bone {
    height: 20px;
    border-radius: var(--_r);
    background: var(--_line);
    opacity: 0.25;
  }
  .bone.end {
    height: 48px;
    margin-bottom: 28px;
  }
  :host([variant='button']) .bone:not(.end) {
    display: none;
  }
`;
