/** Control characters, and marks that turn the direction of what follows: a title could otherwise rewrite the screen. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from elsewhere, fit for one line of a terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}
