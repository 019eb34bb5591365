import iconv from 'iconv-lite';
import type { CsvEncoding } from './decode.js';
import { escapeFormula } from './formula.js';

/** What Excel needs at the start of a UTF-8 file to read it as UTF-8. */
export const UTF8_BOM: Uint8Array = Uint8Array.of(0xef, 0xbb, 0xbf);

/** One line with its CRLF, every cell quoted (RFC 4180). Formulas are escaped unless that is switched off (C-45). */
export function csvLine(cells: readonly string[], options: { escapeFormulas?: boolean } = {}): string {
  const escaping = options.escapeFormulas ?? true;
  let line = '';
  for (const cell of cells) {
    const text = escaping ? escapeFormula(cell) : cell;
    line += line === '' ? '"' : ',"';
    line += text.includes('"') ? text.replaceAll('"', '""') : text;
    line += '"';
  }
  return `${line}\r\n`;
}

/** Bytes of a text, and how many characters CP932 does not have and became `?` (C-40). Any cut of the text between characters may be encoded alone. */
export function encodeCsv(text: string, encoding: CsvEncoding): { bytes: Uint8Array; unmappable: number } {
  if (encoding === 'utf-8') return { bytes: Buffer.from(text, 'utf8'), unmappable: 0 };
  const bytes = iconv.encode(text.replace(/[〜−‖—¢£¬]/g, toWindows), 'cp932');
  // No two-byte character of CP932 contains the byte of `?`.
  return { bytes, unmappable: countOf(bytes, 0x3f) - countOf(Buffer.from(text, 'utf8'), 0x3f) };
}

/** J-11: the same signs have other code points in Windows than in JIS converters. */
const WINDOWS_SIGNS: Readonly<Record<string, string>> = {
  '〜': '～',
  '−': '－',
  '‖': '∥',
  '—': '―',
  '¢': '￠',
  '£': '￡',
  '¬': '￢',
};

function toWindows(sign: string): string {
  return WINDOWS_SIGNS[sign] ?? sign;
}

function countOf(bytes: Uint8Array, wanted: number): number {
  let count = 0;
  for (const byte of bytes) if (byte === wanted) count++;
  return count;
}
