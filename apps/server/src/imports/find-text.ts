import type { CsvEncoding } from '@kubari/csv';

/**
 * Whether a file contains a text of lower-case ASCII, whatever its case and width (C-08). Read as a stream; a file that
 * is gone contains nothing.
 */
export async function findText(file: AsyncIterable<Uint8Array>, encoding: CsvEncoding, text: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'utf-8');
  let tail = '';
  try {
    for await (const bytes of file) {
      const part = tail + halfWidth(decoder.decode(bytes, { stream: true })).toLowerCase();
      if (part.includes(text)) return true;
      tail = part.slice(-(text.length - 1));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  return false;
}

const halfWidth = (text: string): string =>
  text.replaceAll(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
