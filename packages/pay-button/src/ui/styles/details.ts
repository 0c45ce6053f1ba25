import { css } from 'lit';

/** The styles of errors, terms, progress, confirmation and share panel, of contrast themes and print. */
export const detailStyles = css`
  .linked > .price {
    font-size: 1.5rem;
  }
  .good {
    display: grid;
    justify-items: center;
    gap: 4px;
    text-align: center;
  }
  .good .price {
    justify-self: stretch;
  }
  .good strong {
    font-weight: 700;
  }
  .good svg {
    width: 44px;
    padding: 8px;
    border-radius: 50%;
    background: var(--_c);
    fill: none;
    stroke: var(--_on);
    stroke-width: 3;
  }
  .hint input {
    width: 100%;
    min-height: 44px;
    padding-inline: 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_r);
    background: none;
  }
  .field:has([aria-invalid]) {
    --_c: var(--_bad);
    --_line: var(--_bad);
  }
  .error {
    opacity: 1;
    color: var(--_bad);
    font-weight: 600;
  }
  .error button {
    display: block;
    min-height: 44px;
    margin-top: 6px;
    padding: 0 16px;
    border: 1.5px solid;
    border-radius: 99px;
    background: none;
    cursor: pointer;
  }
  /* Directly above the button. */
  [part='terms'] {
    margin-top: auto;
  }
  [part='terms'] + .end {
    margin-top: 0;
  }
  [part='countdown'] {
    font-weight: 600;
  }
  [part='countdown'] bdi {
    white-space: normal;
  }
  p[part='terms'] a {
    display: inline-block;
    padding-block: 12px;
    margin-block: -12px;
  }
  .terms {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 44px;
  }
  .terms input {
    flex: none;
    width: 22px;
    height: 22px;
    margin: 0;
    accent-color: var(--_c);
  }
  progress {
    width: 100%;
    height: 10px;
    accent-color: var(--_c);
  }
  .goal {
    display: grid;
    gap: 4px;
  }
  /* Windows contrast themes colour only the native progress bar. */
  @media (forced-colors: none) {
    progress {
      appearance: none;
      overflow: hidden;
      border: 0;
      border-radius: 9px;
      background: #84928b4d;
    }
    ::-webkit-progress-bar {
      background: none;
    }
    ::-webkit-progress-value {
      border-radius: 9px;
      background: var(--_c);
    }
    ::-moz-progress-bar {
      border-radius: 9px;
      background: var(--_c);
    }
  }
  .share,
  .qr {
    display: grid;
    gap: 8px;
    margin: 0;
  }
  /* Dark on light in every theme, because scanners need it. */
  .qr svg {
    justify-self: center;
    width: 100%;
    max-width: 15rem;
    border-radius: 8px;
    background: #fff;
    fill: #000;
    shape-rendering: crispEdges;
    forced-color-adjust: none;
    print-color-adjust: exact;
  }
  .pay:hover {
    filter: brightness(1.1);
  }
  @media (forced-colors: active) {
    .pay {
      border: 2px solid;
    }
    .good svg {
      stroke: CanvasText;
    }
    .row label[data-on] {
      outline: 3px solid Highlight;
    }
  }
  /* Printers omit backgrounds, so light text would be invisible. */
  @media print {
    .box,
    .pay,
    .error {
      color: #000;
      background: #fff !important;
    }
    .pay {
      border: 2px solid;
    }
    .quiet,
    .foot button {
      display: none;
    }
  }
`;
