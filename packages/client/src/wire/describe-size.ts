/** For people: `7.3 MiB (7,654,321 bytes)`; small sizes in bytes alone. */
export function describeSize(bytes: number): string {
  const exact = `${bytes.toLocaleString('en-US')} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const mebibytes = (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
  return mebibytes === '0' ? exact : `${mebibytes} MiB (${exact})`;
}
