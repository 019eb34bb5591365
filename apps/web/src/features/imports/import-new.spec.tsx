import { expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { ImportNewPage } from './import-new.page';

const UPLOADED = {
  id: '7',
  state: 'uploaded',
  fileName: '顧客.csv',
  fileBytes: 120,
  processedBytes: 0,
  encoding: 'cp932',
  delimiter: ',',
  hasHeader: false,
  mapping: [],
  overwrite: false,
  emptyCells: 'keep',
  group: null,
  counts: { rows: 0, success: 0, failed: 0, other: 0, stopped: 0 },
  failure: null,
  createdAt: '2026-11-23T03:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  resultUntil: null,
};

const preview = (encoding: string, suggestedMapping: string[]) => ({
  encoding,
  detectedEncoding: 'cp932',
  delimiter: ',',
  rows: [
    ['お名前', 'アドレス', '会社'],
    ['髙橋 花子', 'hanako@example.jp', '㈱サンプル'],
  ],
  suggestedHasHeader: true,
  suggestedMapping,
});

function open(suggestedMapping = ['ignore', 'email', 'field:2']) {
  answer('GET /api/imports/7', () => UPLOADED);
  answer('GET /api/imports/7/preview', ({ query }) => preview(query['encoding'] ?? 'cp932', suggestedMapping));
  answer('GET /api/customer-fields', () => ({
    items: [
      { id: '1', label: '氏名', mergeKey: 'name', type: 'text', choices: [] },
      { id: '2', label: '会社名', mergeKey: 'company', type: 'text', choices: [] },
    ],
  }));
  answer('GET /api/groups', () => ({ items: [], nextCursor: null }));
  return renderPage(<ImportNewPage />, { at: '/imports/new?id=7' });
}

const target = (column: string) => screen.findByRole('combobox', { name: `${column}の登録先` });

test('what the server suggests is chosen, and what the user chooses instead is what starts', async () => {
  const { user, router } = open();
  expect(await target('会社')).toHaveValue('field:2');
  await user.selectOptions(await target('お名前'), 'field:1');
  await user.click(screen.getByRole('radio', { name: /ファイルの内容で上書きする/ }));
  await user.click(screen.getByRole('radio', { name: '空にする' }));
  await user.click(screen.getByRole('button', { name: '確認へ進む' }));
  expect(await screen.findByText('1 行(120 B)')).toBeVisible();
  expect(screen.getByText(/3 列中 3 列を取り込みます: 氏名、メールアドレス、会社名/)).toBeVisible();
  answer('POST /api/imports/7/start', () => ({ ...UPLOADED, state: 'queued' }));
  await user.click(screen.getByRole('button', { name: 'インポートを開始' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/imports/7'));
  expect(requests('POST /api/imports/7/start')[0]?.body).toEqual({
    encoding: 'cp932',
    delimiter: ',',
    hasHeader: true,
    mapping: ['field:1', 'email', 'field:2'],
    overwrite: true,
    emptyCells: 'blank',
    groupId: null,
  });
});

test('C-32 without a column for the address there is no way on', async () => {
  const { user } = open(['field:1', 'ignore', 'ignore']);
  expect(await screen.findByText(/メールアドレスの列を選んでください/)).toBeVisible();
  expect(screen.getByRole('button', { name: '確認へ進む' })).toBeDisabled();
  await user.selectOptions(await target('アドレス'), 'email');
  expect(screen.getByRole('button', { name: '確認へ進む' })).toBeEnabled();
});

test('a field that another column had moves, and the page says so', async () => {
  const { user } = open();
  await user.selectOptions(await target('お名前'), 'email');
  expect(await target('アドレス')).toHaveValue('ignore');
  expect(screen.getByText(/「メールアドレス」をお名前に移しました/)).toBeVisible();
});

test('C-40 another encoding reads the file again and takes its suggestion', async () => {
  const { user } = open();
  await user.selectOptions(await target('お名前'), 'field:1');
  await user.selectOptions(screen.getByRole('combobox', { name: '文字コード' }), 'utf-8');
  await waitFor(() => expect(screen.getByRole('combobox', { name: '文字コード' })).toHaveValue('utf-8'));
  expect(await target('お名前')).toHaveValue('ignore');
});

test('without headings the first row is a customer too', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('switch', { name: '1 行目は見出し' }));
  const table = screen.getByRole('table');
  expect(within(table).getByRole('cell', { name: 'お名前' })).toBeVisible();
  expect(await target('1 列目')).toBeVisible();
});

test('a refused start says why and lets the user go back', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: '確認へ進む' }));
  answer('POST /api/imports/7/start', () => new Refusal(409, 'import-state-forbids'));
  await user.click(await screen.findByRole('button', { name: 'インポートを開始' }));
  expect(await screen.findByText(/状態が変わったため/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: '戻る' }));
  expect(await target('会社')).toHaveValue('field:2');
});
