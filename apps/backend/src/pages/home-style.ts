import { PAGE_STYLE } from './page-style.ts';

/** The look of the merchant's page: the live button on one side, what to paste on the other, one above the other where it is narrow. */
export const HOME_STYLE = `${PAGE_STYLE}
body{align-content:start}main{max-width:64rem}
h2{margin:0 0 .75rem;font-size:1.125rem;overflow-wrap:anywhere}h3{margin:0;font-size:1rem}p{font-size:.9375rem}
a{color:var(--brand)}a.action{color:var(--on-brand)}nav a{color:var(--soft)}
.plain{display:inline-grid;place-content:center;min-height:2.75rem;font-size:.875rem}
ul{list-style:none;margin:0;padding:0}
.offers>li{display:grid;gap:.5rem 2rem;min-width:0;padding:1.75rem 0;border-top:1px solid var(--line)}
.offers{margin-top:1.5rem}.offers h2{margin:0}
.offers>li>*{min-width:0}
@media(min-width:52rem){.offers>li{grid-template-columns:minmax(0,21rem) minmax(0,1fr)}.offers h2{grid-column:1/-1}}
mytpe-pay-button{display:block;min-height:14rem}
section{padding:1.75rem 0 .25rem;border-top:1px solid var(--line)}
.snippet{margin:.5rem 0 1rem}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;border-radius:.75rem;background:var(--ground);border:1px solid var(--line);font:.8125rem/1.6 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;text-align:left;user-select:all;-webkit-user-select:all}
summary:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.snippet button{width:auto;min-height:2.75rem;margin:.5rem 0 0;padding:0 1rem;border:1px solid var(--field);background:none;color:var(--ink);font-size:.9375rem}
[hidden]{display:none!important}
summary{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;cursor:pointer;font-weight:600;font-size:.9375rem}
summary::after{content:"+";color:var(--brand);font-weight:700}details[open]>summary::after{content:"−"}
code{font-size:.9375em;overflow-wrap:anywhere}
.more{display:flex;flex-wrap:wrap;gap:0 1.5rem}.more a{display:grid;place-content:center;min-height:2.75rem}
#said{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
`;
