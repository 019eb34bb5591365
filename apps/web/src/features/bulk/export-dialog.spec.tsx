import { beforeEach, describe, expect, test } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { ExportDialog } from './export-dialog';

const field = (id: string, label: string) => ({
  id,
  label,
  mergeKey: label,
  type: 'text',
  choices: [],
  position: 0,
  required: false,
  mergeDefault: '',
  searchable: false,
});
const exported = (values: object = {}) => ({
  id: '9',
  state: 'finished',
  target: { selectedCount: null, all: {} },
  group: null,
  columns: ['email'],
  encoding: 'utf-8',
  hasHeader: true,
  totalCount: 2,
  doneCount: 2,
  fileBytes: 1234,
  lostCount: 0,
  lostCharacters: [],
  failure: null,
  createdByName: '山田 花子',
  createdAt: '2026-11-26T01:00:00Z',
  finishedAt: '2026-11-26T01:00:00Z',
  fileUntil: '2026-11-27T01:00:00Z',
  downloads: [],
  ...values,
});

/** A progress stream that says nothing. */
class SilentStream {
  addEventListener(): void {}
  close(): void {}
}

beforeEach(() => {
  Object.assign(globalThis, { EventSource: SilentStream });
  answer('GET /api/customer-fields', () => ({ items: [field('1', '氏名'), field('2', '会社名')] }));
  answer('POST /api/customer-exports', () => exported());
  answer('GET /api/customer-exports/9', () => exported());
});

const open = (props: { group?: { id: string; name: string } } = {}) =>
  renderPage(<ExportDialog target={{ all: { status: 'ok' } }} count={2} onClose={() => {}} {...props} />);
const inFile = () => screen.getAllByRole('listitem').map((item) => item.textContent);
const ordered = () => requests('POST /api/customer-exports').at(-1)?.body;

describe('CSV 出力', () => {
  test('C-23 proposes the address, the fields and what the system knows; columns go in and out, in order', async () => {
    const { user } = open();
    await screen.findByText('氏名');
    expect(inFile()).toEqual(['メールアドレス', '氏名', '会社名', 'ステータス', 'エラー回数', '登録日時', '更新日時']);
    for (const label of ['会社名', 'ステータス', 'エラー回数', '登録日時', '更新日時'])
      await user.click(screen.getByRole('button', { name: `「${label}」を外す` }));
    await user.click(screen.getByRole('button', { name: '「グループ」を追加' }));
    screen.getByRole('button', { name: '「グループ」を並べ替える' }).focus();
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(inFile()).toEqual(['グループ', 'メールアドレス', '氏名']);
    await user.click(screen.getByRole('checkbox', { name: '1 行目に項目名を書き出す' }));
    await user.click(screen.getByRole('radio', { name: /Shift_JIS/ }));
    await user.click(screen.getByRole('button', { name: '2 件を出力' }));
    await screen.findByRole('link', { name: 'ダウンロード' });
    expect(ordered()).toEqual({
      target: { all: { status: 'ok' } },
      columns: ['groups', 'email', 'field:1'],
      encoding: 'cp932',
      hasHeader: false,
    });
  });

  test('remembers columns and format for the next time', async () => {
    const { user } = open();
    await screen.findByText('氏名');
    await user.click(screen.getByRole('button', { name: '「氏名」を外す' }));
    await user.click(screen.getByRole('radio', { name: /Shift_JIS/ }));
    cleanup();
    open();
    await screen.findByText('会社名');
    expect(inFile()).not.toContain('氏名');
    expect(screen.getByRole('radio', { name: /Shift_JIS/ })).toBeChecked();
  });

  test('C-17 offers the delivery state, and when and how it was stopped, for a group alone', async () => {
    open();
    await screen.findByText('氏名');
    expect(screen.queryByText('配信停止日時')).toBeNull();
    cleanup();
    const { user } = open({ group: { id: '7', name: '会員' } });
    await screen.findByText('氏名');
    expect(inFile()).toEqual(expect.arrayContaining(['配信状態', '配信停止日時', '配信停止方法']));
    await user.click(screen.getByRole('button', { name: '2 件を出力' }));
    await waitFor(() => expect(ordered()).toMatchObject({ groupId: '7' }));
  });

  test('without a column there is nothing to write, and without the address a warning', async () => {
    const { user } = open();
    await screen.findByText('氏名');
    await user.click(screen.getByRole('button', { name: '「メールアドレス」を外す' }));
    expect(screen.getByText(/インポートし直せません/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'すべて外す' }));
    expect(screen.getByRole('button', { name: '2 件を出力' })).toBeDisabled();
    await user.type(screen.getByRole('textbox', { name: '項目を検索' }), '会社');
    const others = within(screen.getByRole('region', { name: '出力しない項目' }));
    expect(others.getAllByRole('button', { name: /を追加$/ })).toHaveLength(1);
  });

  test('C-40 says which characters the encoding does not have, and what became of them', async () => {
    const lost = { lostCount: 12, lostCharacters: [{ character: '鷗', becomes: '?', count: 11 }] };
    answer('POST /api/customer-exports', () => exported({ encoding: 'cp932', ...lost }));
    answer('GET /api/customer-exports/9', () => exported({ encoding: 'cp932', ...lost }));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '2 件を出力' }));
    expect(await screen.findByText('12 文字は、この文字コードにないため別の文字になりました')).toBeVisible();
    expect(screen.getByText('「鷗」→「?」 11 回')).toBeVisible();
    expect(screen.getByText('元の文字を残すには、UTF-8 で出力してください。')).toBeVisible();
    expect(screen.getByRole('link', { name: 'ダウンロード' })).toHaveAttribute(
      'href',
      '/api/customer-exports/9/file.csv',
    );
  });

  test('a refusal is shown in words', async () => {
    answer('POST /api/customer-exports', () => new Refusal(503, 'search-too-slow'));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '2 件を出力' }));
    expect(await screen.findByText(/検索に時間がかかりすぎました/)).toBeVisible();
  });
});
