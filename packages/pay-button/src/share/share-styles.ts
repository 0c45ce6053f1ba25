/** The look of the share panel; adopted when it is first opened. */
export const SHARE_STYLES = [
  '.share,.qr{display:grid;gap:8px;margin:0}',
  // Always dark on light, whatever the theme: scanners want it so.
  '.qr svg{justify-self:center;width:100%;max-width:15rem;border-radius:8px;background:#fff;fill:#000;shape-rendering:crispEdges;forced-color-adjust:none;print-color-adjust:exact}',
].join('');
