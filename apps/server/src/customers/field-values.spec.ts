import { describe, expect, test } from '@jest/globals';
import type { FieldShape } from './field-check.types.js';
import { checkFieldValue, compileFieldCheck, compileFieldText, fieldValueText } from './field-values.js';
import { FIELD_TYPES, type FieldType } from './field.types.js';
import { PREFECTURES } from './prefectures.js';

const COLOURS = [
  { id: 'a1', label: '赤' },
  { id: 'b2', label: '青' },
  { id: 'c3', label: '緑（新）' },
  { id: 'd4', label: '白', retired: true },
];
const field = (type: FieldType): FieldShape => ({ type, choices: type.endsWith('choice') ? COLOURS : [] });
const valueOf = (type: FieldType, text: string): unknown => {
  const result = checkFieldValue(field(type), text);
  return result.ok ? result.value : result.code;
};

describe.each(FIELD_TYPES)('%s', (type) => {
  test.each(['', '  ', '\u3000', '\r\n'])('%j is empty', (text) => {
    expect(valueOf(type, text)).toBeNull();
  });
});

describe('text', () => {
  test('is kept as typed, trimmed', () => {
    expect(valueOf('text', ' 山田　太郎\u3000')).toBe('山田　太郎');
    expect(valueOf('text', '①㈱髙﨑')).toBe('①㈱髙﨑');
    expect(valueOf('text', '=1+1')).toBe('=1+1');
  });

  test('is one line, long text keeps its lines', () => {
    expect(valueOf('text', '東京都\r\n港区\n\n 1-2')).toBe('東京都 港区 1-2');
    expect(valueOf('long_text', '東京都\r\n港区\r1-2\n')).toBe('東京都\n港区\n1-2');
  });

  test('C-05 holds 900 characters, full and half width alike, and a surrogate pair is one', () => {
    expect(valueOf('text', 'あ'.repeat(900))).toBe('あ'.repeat(900));
    expect(valueOf('text', '𠮷'.repeat(900))).toBe('𠮷'.repeat(900));
    expect(checkFieldValue(field('text'), 'a'.repeat(901))).toEqual({
      ok: false,
      code: 'too-long',
      params: { max: 900 },
    });
    expect(valueOf('long_text', '𠮷'.repeat(901))).toBe('too-long');
  });

  test('what a database cannot hold is refused', () => {
    expect(valueOf('text', 'a\u0000b')).toBe('control-character');
    expect(valueOf('text', 'a\u001Bb')).toBe('control-character');
    expect(valueOf('text', 'a\uD800b')).toBe('control-character');
    expect(valueOf('text', 'a\tb')).toBe('a\tb');
  });
});

describe('a refused text is quoted', () => {
  const quotedOf = (type: FieldType, text: string): unknown => {
    const result = checkFieldValue(field(type), text);
    return result.ok ? null : Object.values(result.params)[0];
  };

  test.each(['single_choice', 'multiple_choice', 'prefecture'] as const)(
    'in 100 characters that jsonb can hold: %s',
    (type) => {
      expect(quotedOf(type, '紫'.repeat(101))).toBe('紫'.repeat(100));
      expect(quotedOf(type, `${'紫'.repeat(99)}😀`)).toBe('紫'.repeat(99));
      expect(quotedOf(type, '紫\u0000\uD83D色😀')).toBe('紫色😀');
    },
  );
});

describe('number', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['42', 42],
    [' +42 ', 42],
    ['-3.25', -3.25],
    ['1,234,567.5', 1234567.5],
    ['１，２３４', 1234],
    ['−５', -5],
    ['007', 7],
    ['123456789012345', 123456789012345],
    ['0.000001', 0.000001],
  ])('%j is %d', (text, value) => {
    expect(valueOf('number', text)).toBe(value);
  });

  test.each([
    'abc',
    '1e5',
    '1,23',
    '12,3456',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1234567890123456',
    '0.0000001',
    '5円',
    '--1',
  ])('%j is none', (text) => {
    expect(valueOf('number', text)).toBe('not-a-number');
  });

  test('more digits than a double keeps are refused, decimals included', () => {
    expect(valueOf('number', '12345678901.123456')).toBe('not-a-number');
  });
});

describe('date', () => {
  test.each([
    ['1980/4/1', '1980-04-01'],
    ['1980/04/01', '1980-04-01'],
    ['1980-04-01', '1980-04-01'],
    ['1980-4-1', '1980-04-01'],
    ['19800401', '1980-04-01'],
    ['1980年4月1日', '1980-04-01'],
    ['１９８０／４／１', '1980-04-01'],
    [' 2000-02-29 ', '2000-02-29'],
    ['2024/2/29', '2024-02-29'],
  ])('C-43 %j is %j', (text, value) => {
    expect(valueOf('date', text)).toBe(value);
  });

  test.each([
    '1980/13/1',
    '1980/0/1',
    '1980/4/31',
    '1900/2/29',
    '2023-02-29',
    '0000/1/1',
    '80/4/1',
    '1980/4-1',
    '1980/4',
    '1980年4月',
    '4/1/1980',
    '昭和55年4月1日',
  ])('%j is none', (text) => {
    expect(valueOf('date', text)).toBe('not-a-date');
  });
});

describe('choices', () => {
  test('C-43 are read by label, width and case aside, or by id, and stored by id', () => {
    expect(valueOf('single_choice', '赤')).toBe('a1');
    expect(valueOf('single_choice', ' 青 ')).toBe('b2');
    expect(valueOf('single_choice', '緑(新)')).toBe('c3');
    expect(valueOf('single_choice', 'c3')).toBe('c3');
  });

  test('several are separated by , or | (or 、), in the order of the choices, none twice', () => {
    expect(valueOf('multiple_choice', '青,赤')).toEqual(['a1', 'b2']);
    expect(valueOf('multiple_choice', '赤|青|赤')).toEqual(['a1', 'b2']);
    expect(valueOf('multiple_choice', '青、 緑（新）')).toEqual(['b2', 'c3']);
    expect(valueOf('multiple_choice', '赤')).toEqual(['a1']);
    expect(valueOf('multiple_choice', ',|')).toBeNull();
  });

  test('a label that is none of them, or retired, is refused by name', () => {
    expect(checkFieldValue(field('multiple_choice'), '赤,黄')).toEqual({
      ok: false,
      code: 'unknown-choice',
      params: { choice: '黄' },
    });
    expect(valueOf('single_choice', '白')).toBe('unknown-choice');
    expect(valueOf('single_choice', '赤,青')).toBe('several-choices');
  });

  test('a compiled check gives the same answer the second time', () => {
    const check = compileFieldCheck(field('multiple_choice'));
    expect(check('赤|青')).toEqual(check('赤|青'));
    expect(check('黄')).toEqual(check('黄'));
  });
});

describe('checkbox', () => {
  test.each([
    '1',
    'true',
    'TRUE',
    'Yes',
    'y',
    'on',
    'はい',
    '○',
    '〇',
    '◯',
    '✓',
    '☑',
    '✔\uFE0F',
    'あり',
    '有り',
    '済',
    '１',
    'ＯＮ',
    ' はい\u3000',
    'チェック済み',
    '同意する',
  ])('C-43 %j is a ticked box', (text) => {
    expect(valueOf('checkbox', text)).toBe(true);
  });

  test.each([
    '0',
    'false',
    'FALSE',
    'No',
    'n',
    'off',
    'いいえ',
    '×',
    '✕',
    '☐',
    'なし',
    '無し',
    '未',
    '０',
    'ＯＦＦ',
    'いいえ ',
    '未チェック',
    '同意しない',
  ])('C-43 %j is an empty box', (text) => {
    expect(valueOf('checkbox', text)).toBe(false);
  });

  test.each(['2', '-1', 'x', 'maybe', 'はいはい', '△', '？'])('%j is neither', (text) => {
    expect(valueOf('checkbox', text)).toBe('not-yes-or-no');
  });
});

describe('prefecture', () => {
  test.each([
    ['東京都', '13'],
    ['東京', '13'],
    [' 東京都\u3000', '13'],
    ['Tokyo', '13'],
    ['TOKYO', '13'],
    ['Ｔｏｋｙｏ', '13'],
    ['Tōkyō-to', '13'],
    ['13', '13'],
    ['１３', '13'],
    ['北海道', '01'],
    ['1', '01'],
    ['01', '01'],
    ['京都', '26'],
    ['京都府', '26'],
    ['Kyoto-fu', '26'],
    ['Osaka Prefecture', '27'],
    ['Ōsaka', '27'],
    ['神奈川', '14'],
    ['Aichi-ken', '23'],
    ['Okinawa', '47'],
  ])('%j is %s of JIS X 0401', (text, code) => {
    expect(valueOf('prefecture', text)).toBe(code);
  });

  test.each(['東', '東京市', '北海', '48', '0', '00', '東京都港区', 'to', '都'])('%j is none', (text) => {
    expect(valueOf('prefecture', text)).toBe('not-a-prefecture');
  });

  test('there are 47, each read back from its name in Japanese and in Latin letters', () => {
    expect(PREFECTURES).toHaveLength(47);
    for (const { id, label } of PREFECTURES) {
      expect(valueOf('prefecture', label)).toBe(id);
      expect(valueOf('prefecture', label.replace(/[都府県]$/, ''))).toBe(id);
    }
  });
});

describe('phone', () => {
  test.each([
    ['03-1234-5678', '03-1234-5678'],
    ['0312345678', '03-1234-5678'],
    ['０３－１２３４－５６７８', '03-1234-5678'],
    ['０３ー１２３４ー５６７８', '03-1234-5678'],
    ['(03)1234-5678', '03-1234-5678'],
    ['（０３）１２３４−５６７８', '03-1234-5678'],
    ['03‐1234–5678', '03-1234-5678'],
    ['03 1234 5678', '03-1234-5678'],
    ['03.1234.5678', '03-1234-5678'],
    ['+81 3 1234 5678', '03-1234-5678'],
    ['+81 (0)3-1234-5678', '03-1234-5678'],
    ['＋８１３１２３４５６７８', '03-1234-5678'],
    ['09012345678', '090-1234-5678'],
    ['+819012345678', '090-1234-5678'],
    ['08012345678', '080-1234-5678'],
    ['05012345678', '050-1234-5678'],
    ['08001234567', '0800-123-4567'],
    ['0120123456', '0120-123-456'],
    ['0570-012345', '0570-012-345'],
    ['0669191234', '06-6919-1234'],
    ['0451234567', '045-123-4567'],
    ['0471234567', '04-7123-4567'],
    ['0429291234', '04-2929-1234'],
    ['0422222345', '0422-22-2345'],
    ['0154212345', '0154-21-2345'],
    ['0126712345', '01267-1-2345'],
    ['0460881234', '0460-88-1234'],
    ['0988661234', '098-866-1234'],
    ['+1 (212) 555-0123', '+12125550123'],
    ['＋４４ ２０ ７９４６ ０９５８', '+442079460958'],
  ])('%j is stored as %s', (text, stored) => {
    expect(valueOf('phone', text)).toBe(stored);
    expect(valueOf('phone', stored)).toBe(stored);
  });

  test.each([
    '110',
    '12345678',
    '031234567',
    '03-1234-56789',
    '0901234567',
    '090123456789',
    '9012345678',
    '03-1234-567a',
    '電話なし',
    '03-1234-5678 / 03-1234-5679',
    '+81',
    '+8112',
    '+0123456789',
    '+1234567890123456',
    '++81312345678',
  ])('%j is none', (text) => {
    expect(valueOf('phone', text)).toBe('not-a-phone-number');
  });
});

describe('postal code', () => {
  test.each([
    ['100-0001', '100-0001'],
    ['1000001', '100-0001'],
    ['〒100-0001', '100-0001'],
    ['〒 1000001', '100-0001'],
    ['１００－０００１', '100-0001'],
    ['１００ー０００１', '100-0001'],
    ['〒１００−０００１', '100-0001'],
    ['100‐0001', '100-0001'],
    [' 060-0001\u3000', '060-0001'],
    ['100 0001', '100-0001'],
  ])('%j is stored as %s', (text, stored) => {
    expect(valueOf('postal_code', text)).toBe(stored);
  });

  test.each(['100-001', '10-00001', '1000-001', '60001', '10000012', '100--0001', 'A00-0001', '〒'])(
    '%j is none',
    (text) => {
      expect(valueOf('postal_code', text)).toBe('not-a-postal-code');
    },
  );
});

describe('a value as people read it', () => {
  test.each([
    ['text', '山田', '山田'],
    ['number', 1234567.5, '1234567.5'],
    ['number', 0.000001, '0.000001'],
    ['number', 0, '0'],
    ['date', '1980-04-01', '1980/04/01'],
    ['single_choice', 'a1', '赤'],
    ['multiple_choice', ['a1', 'c3'], '赤、緑（新）'],
    ['single_choice', 'd4', '白'],
    ['single_choice', 'gone', ''],
    ['checkbox', true, 'はい'],
    ['checkbox', false, 'いいえ'],
    ['checkbox', undefined, ''],
    ['prefecture', '13', '東京都'],
    ['prefecture', '99', ''],
    ['phone', '03-1234-5678', '03-1234-5678'],
    ['postal_code', '100-0001', '100-0001'],
    ['text', undefined, ''],
    ['multiple_choice', null, ''],
  ] as const)('%s %j is %j', (type, value, text) => {
    expect(fieldValueText(field(type), value)).toBe(text);
  });

  test('what is shown can be read in again', () => {
    for (const [type, text] of [
      ['date', '1980/04/01'],
      ['multiple_choice', '赤、青'],
      ['number', '-3.25'],
      ['checkbox', 'いいえ'],
      ['prefecture', '京都府'],
      ['phone', '0120-123-456'],
      ['postal_code', '100-0001'],
    ] as const) {
      const result = checkFieldValue(field(type), text);
      expect(result.ok && compileFieldText(field(type))(result.value)).toBe(text);
    }
  });
});
