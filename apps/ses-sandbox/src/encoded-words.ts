import { decodeText } from './charset.js';

const WORD = /=\?([^?*]+)(?:\*[^?]*)?\?([BbQq])\?([^?]*)\?=/g;

/** A header value with its RFC 2047 encoded words decoded; neighbouring words of one charset are joined as bytes first. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  // White space between two encoded words is not part of the text (§6.2).
  const joined = value.replace(/(\?=)\s+(?==\?[^?]+\?[BbQq]\?)/g, '$1');
  return joined.replace(/(?:=\?[^?]+\?[BbQq]\?[^?]*\?=)+/g, decodeRun);
}

function decodeRun(run: string): string {
  const pieces: { charset: string; bytes: Buffer[] }[] = [];
  for (const [, charset = '', encoding = '', text = ''] of run.matchAll(WORD)) {
    const bytes = encoding.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : fromQ(text);
    const last = pieces.at(-1);
    if (last?.charset === charset.toLowerCase()) last.bytes.push(bytes);
    else pieces.push({ charset: charset.toLowerCase(), bytes: [bytes] });
  }
  return pieces.map(({ charset, bytes }) => decodeText(Buffer.concat(bytes), charset)).join('');
}

function fromQ(text: string): Buffer {
  const latin = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}
