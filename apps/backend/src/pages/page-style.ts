/** The look of the backend's own pages: one card, light or dark as the visitor likes it, from 320 px. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#f2f5f3;--card:#fff;--ink:#14231c;--soft:#55645c;--line:#d5ddd8;--field:#7d8c84;--brand:#0b6b46;--on-brand:#fff;--bad:#b3261e;--bad-ground:#fdeceb}
@media(prefers-color-scheme:dark){:root{--ground:#0f1613;--card:#18211d;--ink:#e9f1ec;--soft:#a3b5ab;--line:#31403a;--field:#74887d;--brand:#3ecf94;--on-brand:#06281a;--bad:#ff9a90;--bad-ground:#3a1f1d}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-content:center;justify-items:center;grid-template-columns:minmax(0,1fr);gap:1rem;padding:1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;box-shadow:0 1px 2px #0001,0 8px 24px #0000000d}
h1{margin:0 0 .25rem;font-size:1.375rem;line-height:1.3;overflow-wrap:anywhere}
p{margin:.5rem 0;color:var(--soft);overflow-wrap:anywhere}
.price{margin:1rem 0;font-size:2.25rem;line-height:1.2;font-weight:700;color:var(--ink);font-variant-numeric:tabular-nums}
.test{display:inline-block;margin:0 0 1rem;padding:.125rem .625rem;border-radius:1rem;background:#ffd54f;color:#3a2c00;font-size:.8125rem;font-weight:600}
label{display:block;margin:1.25rem 0 .375rem;font-weight:600}
.field{display:flex;align-items:center;gap:.5rem;border:1.5px solid var(--field);border-radius:.75rem;padding-inline:.875rem;color:var(--soft)}
.field:focus-within{border-color:var(--brand);outline:2px solid var(--brand);outline-offset:1px}
.field:has([aria-invalid=true]){border-color:var(--bad)}
input{flex:1;min-width:0;min-height:3rem;padding:0;border:0;outline:0;background:none;color:var(--ink);font:inherit;font-size:1.375rem;font-weight:600;font-variant-numeric:tabular-nums}
.hint{margin:.375rem 0;font-size:.875rem}
.error{margin:.375rem 0;color:var(--bad);font-size:.9375rem;font-weight:600}
.notice{margin:1rem 0 0;padding:.75rem .875rem;border-radius:.75rem;background:var(--bad-ground);color:var(--bad);font-weight:600}
.suggested{display:flex;flex-wrap:wrap;gap:.5rem;margin:.75rem 0 0}
.suggested a{display:grid;place-content:center;min-height:2.75rem;padding:0 1rem;border:1px solid var(--field);border-radius:1.5rem;color:var(--ink);text-decoration:none;font-weight:600}
button,.action{display:block;width:100%;min-height:3rem;margin:1.25rem 0 .75rem;padding:.75rem 1rem;border:0;border-radius:.75rem;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:700;font-size:1.0625rem;text-align:center;text-decoration:none;cursor:pointer}
a:focus-visible,button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.next{margin-bottom:0;font-size:.875rem}
nav{display:flex;gap:.5rem;font-size:.9375rem}
nav a{display:grid;place-content:center;min-height:2.75rem;padding:0 .75rem;color:var(--soft)}
`;
