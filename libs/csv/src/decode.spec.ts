import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { detectEncoding } from './decode.js';
import { cp932Excel } from './files.fixture.js';
import { readAll } from './read.fixture.js';

describe('C-40 which encoding a file has', () => {
  test('a BOM means UTF-8', () => {
    expect(detectEncoding(Buffer.from('\uFEFFa,b'))).toEqual({ encoding: 'utf-8', bom: true });
  });

  test('valid UTF-8 with Japanese is UTF-8, wherever the sample ends', () => {
    const bytes = Buffer.from('氏名,𠮷野', 'utf8');
    for (let end = 1; end <= bytes.length; end++) {
      expect(detectEncoding(bytes.subarray(0, end))).toEqual({ encoding: 'utf-8', bom: false });
    }
  });

  test('pure ASCII and an empty file are UTF-8', () => {
    expect(detectEncoding(Buffer.from('a,b\r\n')).encoding).toBe('utf-8');
    expect(detectEncoding(new Uint8Array()).encoding).toBe('utf-8');
  });

  test('a file of Japanese Excel is CP932, wherever the sample ends after its first characters', () => {
    for (let end = 4; end <= cp932Excel.length; end++) {
      expect(detectEncoding(cp932Excel.subarray(0, end))).toEqual({ encoding: 'cp932', bom: false });
    }
  });
});

describe('C-40 CP932 is Windows-31J, not strict Shift_JIS', () => {
  test('every character that iconv-lite knows comes out as it says', async () => {
    for (let lead = 0x81; lead <= 0xfc; lead++) {
      for (let trail = 0x40; trail <= 0xfc; trail++) {
        const pair = Buffer.from([lead, trail]);
        const expected = iconv.decode(pair, 'cp932');
        if (expected.length !== 1 || expected === '\uFFFD') continue;
        expect(await readAll(pair, { encoding: 'cp932' })).toEqual([[expected]]);
      }
    }
  });

  test('J-10 ①㈱髙﨑～－ and half-width kana survive', async () => {
    const text = '①㈱髙﨑～－∥￢ⅱ㍉ﾊﾝｶｸ表ソ';
    expect(await readAll(iconv.encode(text, 'cp932'), { encoding: 'cp932' })).toEqual([[text]]);
  });

  test('外字 keep their place in the private use area', async () => {
    const bytes = Buffer.from([0xf0, 0x40, 0xf0, 0x80, 0xf9, 0xfc]);
    expect(await readAll(bytes, { encoding: 'cp932' })).toEqual([['\uE000\uE03F\uE757']]);
  });

  test('control characters stay what they are', async () => {
    const bytes = Buffer.from([0x82, 0xa0, 0x1a, 0x1c, 0x7f]);
    expect(await readAll(bytes, { encoding: 'cp932' })).toEqual([['あ\x1A\x1C\x7F']]);
  });
});

describe('broken characters become U+FFFD and nothing else is lost', () => {
  test('CP932: a lead byte before a delimiter, a line end or the end of the file', async () => {
    const bytes = Buffer.from([0x81, 0x2c, 0x62, 0x81, 0x0d, 0x0a, 0x82, 0xa0, 0x2c, 0xff, 0x81]);
    expect(await readAll(bytes, { encoding: 'cp932' })).toEqual([
      ['\uFFFD', 'b\uFFFD'],
      ['あ', '\uFFFD\uFFFD'],
    ]);
  });

  test('CP932: a letter after a wrong lead byte is kept', async () => {
    const bytes = Buffer.from([0x85, 0x41, 0x2c, 0x85, 0xfc, 0x42]);
    expect(await readAll(bytes, { encoding: 'cp932' })).toEqual([['\uFFFDA', '\uFFFDB']]);
  });

  test('UTF-8: a wrong byte spoils its own cell only', async () => {
    const bytes = Buffer.concat([Buffer.from('山田,a'), Buffer.from([0xff]), Buffer.from(',"鈴木""x"\r\n😀,z')]);
    expect(await readAll(bytes, { encoding: 'utf-8' })).toEqual([
      ['山田', 'a\uFFFD', '鈴木"x'],
      ['😀', 'z'],
    ]);
  });
});
