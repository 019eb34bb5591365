import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { remedyOf } from './check-remedies';
import { checkText } from './checklist';
import { readableText, tagLabels } from './merge-tag-text';
import { STARTERS, starterBody } from './starters';
import { countText } from './text-counts';

test('characters are counted as readers see them, bytes as mail carries them', () => {
  expect(countText('件名🎁\r\n👨‍👩‍👧 a')).toEqual({ characters: 6, bytes: 6 + 4 + 2 + 18 + 2, longestLine: 20 });
  expect(countText('')).toEqual({ characters: 0, bytes: 0, longestLine: 0 });
});

test('a subject is read with the names of its tags', () => {
  const labels = tagLabels(
    [
      { key: 'name', kind: 'field', label: '氏名', fieldId: '1', defaultValue: '' },
      { key: 'group_name', kind: 'system', label: null, fieldId: null, defaultValue: '' },
    ],
    i18next.t,
  );
  expect(readableText('{{name|お客様}} 様 {{ group_name }} {{typo}}', labels)).toBe('氏名 様 グループ名 typo');
});

test('M-12 every template has the unsubscribe link and the sender, harmless in HTML', () => {
  const context = { nameKey: 'name', organisation: 'A&B <商店>', address: '東京都', contact: '03-0000-0000' };
  for (const name of [...STARTERS.text, ...STARTERS.html]) {
    const body = starterBody(name, context);
    expect(body).toContain('{{unsubscribe_url}}');
    expect(body).toContain('{{name}} 様');
    expect(body).toContain(STARTERS.html.includes(name) ? 'A&amp;B &lt;商店&gt;' : 'A&B <商店>');
  }
});

test('M-81 a finding leads to its place, and of a text mail the text is the body', () => {
  const check = { code: 'unknown-merge-tag', severity: 'error' as const, params: { part: 'text', tag: 'typo' } };
  expect(remedyOf(check)).toEqual({ field: 'text', text: 'typo' });
  expect(checkText(check, 'text', i18next.t, i18next)).toBe('本文に未定義の差し込みがあります: typo');
  expect(checkText(check, 'html', i18next.t, i18next)).toBe('テキスト版に未定義の差し込みがあります: typo');
});

test('a finding that this version does not know is still shown', () => {
  const check = { code: 'moon-phase', severity: 'warning' as const, params: {} };
  expect(checkText(check, 'text', i18next.t, i18next)).toContain('moon-phase');
  expect(remedyOf(check)).toBe(null);
});
