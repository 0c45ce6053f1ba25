/** The backend of the samples. The site takes its place. */
const BACKEND = 'https://pay.shop.example';

/**
 * Prepares a sample for this site: without scripts, because the site loads the element itself, and with the site as the
 * backend. The fallback link leads to the page that stands for MyTPE's payment page.
 * @throws Error if the sample contains no button.
 */
export function prepareSample(html: string, language: string): string {
  if (!html.includes('<mytpe-pay-button')) throw new Error('A live example must contain <mytpe-pay-button>.');
  return html
    .replaceAll(/<script\b[^>]*>.*?<\/script>\s*/gs, '')
    .replaceAll(/\s+endpoint=("[^"]*"|'[^']*')/g, '')
    .replaceAll(new RegExp(`${BACKEND}/pay/[\\w-]*`, 'g'), `/playground/payment/${language}/`);
}
