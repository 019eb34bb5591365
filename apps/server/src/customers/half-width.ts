/** Full-width letters, digits and signs, the wide space and the minus sign as half-width ones; kana stay as they are. */
export function halfWidth(text: string): string {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  if (/^[\u0000-\u007F]*$/.test(text)) return text;
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
    .replaceAll('\u2212', '-');
}

/** A text as it is compared with words: width, case and surrounding white space do not matter. */
export const looseKey = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** Every stroke that is typed for a hyphen, for a character class: dashes, minus signs, long vowel marks of both widths. */
export const STROKES = '\\-\u2010-\u2015\u2212\uFE63\uFF0D\u30FC\uFF70';
