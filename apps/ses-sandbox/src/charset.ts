/** Text from bytes in a MIME charset; an unknown name is read as UTF-8, wrong bytes become U+FFFD. */
export function decodeText(bytes: Buffer, charset: string): string {
  const name = charset.toLowerCase();
  try {
    return new TextDecoder(ALIASES[name] ?? name).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** Names seen in Japanese mail that the Encoding Standard does not list. */
const ALIASES: Record<string, string> = {
  cp932: 'shift_jis',
  cp51932: 'euc-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  '': 'utf-8',
};
