// The container's health probe: exits 0 when the service answers that it lives. The image has no curl.
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 8020}/live`, { signal: AbortSignal.timeout(2000) });
process.exitCode = answer.ok ? 0 : 1;
