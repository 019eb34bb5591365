/** What a mail's text amounts to. */
export interface TextCounts {
  /** characters as a reader counts them: an emoji is one */
  readonly characters: number;
  readonly bytes: number;
  /** bytes of the longest line; RFC 5322 2.1.1 allows 998, longer ones are encoded */
  readonly longestLine: number;
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** Counts a body; line ends are not characters. */
export function countText(text: string): TextCounts {
  const lines = text.split(/\r\n|\r|\n/);
  const sizes = lines.map((line) => encoder.encode(line).length);
  let characters = 0;
  for (const line of lines) characters += isAscii(line) ? line.length : [...graphemes.segment(line)].length;
  return { characters, bytes: encoder.encode(text).length, longestLine: Math.max(...sizes) };
}

const isAscii = (text: string): boolean => /^[ -~\t]*$/.test(text);
