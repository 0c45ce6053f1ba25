// The container's health probe: exits with 0 if `/live` returns 200. The image has no curl.
const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? 8020}/live`, {
  signal: AbortSignal.timeout(2000),
});
process.exitCode = response.ok ? 0 : 1;
