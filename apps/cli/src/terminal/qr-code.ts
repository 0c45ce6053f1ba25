import type { Style } from './style.ts';

/**
 * The address as a QR code of block characters. White on black is fixed where colours may be used: drawn in a light
 * terminal's own colours it would be a negative, which not every phone reads.
 */
export async function drawQrCode(address: string, style: Style): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr');
  const rows = renderUnicodeCompact(address, { ecc: 'M', border: 2 }).split('\n');
  return rows.map((row) => style.scannable(row)).join('\n');
}
