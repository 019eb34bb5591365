import { describe, expect, test } from '@jest/globals';
import { encodeCsv } from '@kubari/csv';
import { findText } from './find-text.js';

/** The bytes in pieces of so many. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('looking for an address in an uploaded file', () => {
  test.each([1, 3, 7, 1000])('finds it wherever the pieces of %d bytes are cut', async (size) => {
    const file = utf8('名前,メール\r\n山田,Taro.Y@Example.jp\r\n');
    expect(await findText(pieces(file, size), 'utf-8', 'taro.y@example.jp')).toBe(true);
    expect(await findText(pieces(file, size), 'utf-8', 'jiro@example.jp')).toBe(false);
  });

  test('finds it in full width and in CP932', async () => {
    const text = '山田,ｔａｒｏ＠example．jp\r\n';
    expect(await findText(pieces(utf8(text), 5), 'utf-8', 'taro@example.jp')).toBe(true);
    expect(await findText(pieces(encodeCsv(text, 'cp932').bytes, 5), 'cp932', 'taro@example.jp')).toBe(true);
  });

  test('a file that is gone contains nothing', async () => {
    const gone: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' })),
      }),
    };
    expect(await findText(gone, 'utf-8', 'taro@example.jp')).toBe(false);
  });
});
