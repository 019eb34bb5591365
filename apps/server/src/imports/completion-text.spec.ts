import { describe, expect, test } from '@jest/globals';
import { completionText, type Completion } from './completion-text.js';

const done: Completion = {
  operation: 'register',
  groupName: null,
  fileName: '顧客.csv',
  counts: { success: 1234567, failed: 3, other: 20, stopped: 4 },
  stoppedBy: null,
  url: 'https://kubari.example.jp/imports/7',
};

describe('C-38 the mail about the end of an import', () => {
  test('says what was done to what, the four counts, and where the rows are', () => {
    const { subject, text } = completionText('ja', done);
    expect(subject).toBe('【くばり】一括登録が完了しました: 顧客.csv');
    expect(text).toContain('対象: 顧客データベース\n');
    expect(text).toContain('成功: 1,234,567 件\n失敗: 3 件\nその他: 20 件\n配信停止: 4 件\n');
    expect(text).toContain('https://kubari.example.jp/imports/7\n');
  });

  test('calls a deletion from a group an exclusion', () => {
    const excluded = { ...done, operation: 'delete' as const, groupName: 'VIP' };
    expect(completionText('ja', excluded).text).toContain('処理: 一括除外\n対象: グループ「VIP」\n');
    expect(completionText('en', excluded).subject).toBe('[Kubari] Removal from the group by CSV is done: 顧客.csv');
  });

  test('says so when the file broke off', () => {
    expect(completionText('en', { ...done, stoppedBy: 'file' })).toMatchObject({
      subject: '[Kubari] Registration by CSV stopped early: 顧客.csv',
      text: expect.stringContaining('could not be read to its end'),
    });
  });

  test('says so when it was given up, and does not blame the file', () => {
    const { subject, text } = completionText('ja', { ...done, stoppedBy: 'failures' });
    expect(subject).toBe('【くばり】一括登録が途中で止まりました: 顧客.csv');
    expect(text).toContain('同じところで失敗が続いたため');
    expect(text).not.toContain('ファイルを最後まで読めなかった');
  });

  test('security.md 13: a file name cannot break out of its line', () => {
    const { subject, text } = completionText('ja', { ...done, fileName: 'a\r\nBcc: x@example.jp\n.csv' });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain('ファイル: a Bcc: x@example.jp .csv\n');
  });
});
