import { expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import type { Permission } from '../users/session.api';
import { ImportNewPage } from './import-new.page';

const UPLOADED = {
  id: '7',
  state: 'uploaded',
  operation: 'register',
  target: 'database',
  fileName: '顧客.csv',
  fileBytes: 120,
  processedBytes: 0,
  encoding: 'cp932',
  delimiter: ',',
  hasHeader: false,
  mapping: [],
  overwrite: false,
  emptyCells: 'keep',
  consent: null,
  report: 'never',
  group: null,
  counts: { rows: 0, success: 0, failed: 0, other: 0, stopped: 0 },
  outcomes: [],
  failure: null,
  failureRow: null,
  createdBy: '山田 花子',
  createdAt: '2026-11-23T03:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  resultUntil: null,
  undoUntil: null,
  undo: null,
  laundering: null,
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
  remembered: null as object | null,
});

const GROUP = {
  id: '3',
  name: 'VIP',
  colour: 'blue',
  description: '',
  members: { total: 40, active: 30, stopped: 6, banned: 4 },
  sender: null,
  createdAt: '2026-11-01T00:00:00.000Z',
};

const rehearsal = (changes: object = {}) => ({
  state: 'finished',
  settings: {},
  processedBytes: 120,
  counts: { rows: 1, success: 1, failed: 0, other: 0, stopped: 0 },
  outcomes: [{ outcome: 'registered', class: 'success', rows: 1 }],
  failures: [],
  failure: null,
  failureRow: null,
  ...changes,
});

function open(
  suggestedMapping = ['ignore', 'email', 'field:2'],
  {
    at = '/imports/new?id=7',
    remembered = null as object | null,
    permissions = null as readonly Permission[] | null,
  } = {},
) {
  answer('GET /api/imports/7', () => UPLOADED);
  answer('GET /api/imports/7/preview', ({ query }) => ({
    ...preview(query['encoding'] ?? 'cp932', suggestedMapping),
    remembered,
  }));
  answer('POST /api/imports/7/rehearsal', () => rehearsal());
  answer('GET /api/customer-fields', () => ({
    items: [
      { id: '1', label: '氏名', mergeKey: 'name', type: 'text', choices: [] },
      { id: '2', label: '会社名', mergeKey: 'company', type: 'text', choices: [] },
    ],
  }));
  answer('GET /api/groups', () => ({ items: [GROUP], nextCursor: null }));
  answer('GET /api/settings', () => ({ syncDeliveryStates: false }));
  return renderPage(<ImportNewPage />, { at, ...(permissions ? { permissions } : {}) });
}

/** The button to start, once the numbers are there. */
async function startButton(): Promise<HTMLElement> {
  const button = await screen.findByRole('button', { name: '実行する' });
  await waitFor(() => expect(button).toBeEnabled());
  return button;
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
  await user.click(await startButton());
  await waitFor(() => expect(router.state.location.pathname).toBe('/imports/7'));
  expect(requests('POST /api/imports/7/start')[0]?.body).toEqual({
    encoding: 'cp932',
    delimiter: ',',
    hasHeader: true,
    mapping: ['field:1', 'email', 'field:2'],
    overwrite: true,
    emptyCells: 'blank',
    operation: 'register',
    target: 'database',
    groupId: null,
    consent: null,
    report: 'always',
  });
});

test('who may not change groups registers into none, not even by a link, and is told so', async () => {
  const { user } = open(['ignore', 'email', 'field:2'], {
    at: '/imports/new?id=7&group=3',
    permissions: ['customer.read', 'customer.import', 'group.read'],
  });
  expect(await screen.findByText(/顧客データベースへの登録だけができます/)).toBeVisible();
  expect(screen.queryByRole('combobox', { name: '追加先のグループ' })).toBeNull();
  await user.click(screen.getByRole('button', { name: '確認へ進む' }));
  answer('POST /api/imports/7/start', () => ({ ...UPLOADED, state: 'queued' }));
  await user.click(await startButton());
  await waitFor(() => expect(requests('POST /api/imports/7/start')).toHaveLength(1));
  expect(requests('POST /api/imports/7/start')[0]?.body).toMatchObject({ target: 'database', groupId: null });
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
  await user.click(await startButton());
  expect(await screen.findByText(/状態が変わったため/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: '戻る' }));
  expect(await target('会社')).toHaveValue('field:2');
});

test('C-33 a change of states needs a group, and a stop asks with the number of people', async () => {
  const { user, router } = open();
  await user.click(await screen.findByRole('radio', { name: /^停止/ }));
  expect(screen.getByText(/メールアドレスの列だけです/)).toBeVisible();
  expect(screen.queryByRole('radio', { name: /ファイルの内容で上書きする/ })).toBeNull();
  const next = screen.getByRole('button', { name: '確認へ進む' });
  expect(next).toBeDisabled();
  await user.click(screen.getByRole('combobox', { name: '対象のグループ' }));
  await user.click(await screen.findByRole('option', { name: /VIP/ }));
  answer('POST /api/imports/7/rehearsal', () =>
    rehearsal({
      counts: { rows: 9, success: 0, failed: 1, other: 3, stopped: 5 },
      outcomes: [
        { outcome: 'stopped', class: 'stopped', rows: 5 },
        { outcome: 'alreadyStopped', class: 'other', rows: 3 },
        { outcome: 'addressMalformed', class: 'failed', rows: 1 },
      ],
      failures: [{ row: 4, reason: 'メールアドレスの形式が正しくありません' }],
    }),
  );
  await user.click(next);
  await user.click(await startButton());
  expect(await screen.findByRole('dialog', { name: '5 人を配信停止にしますか?' })).toBeVisible();
  expect(screen.getByRole('row', { name: /4 メールアドレスの形式/ })).toBeVisible();
  answer('POST /api/imports/7/start', () => ({ ...UPLOADED, state: 'queued' }));
  await user.click(screen.getByRole('button', { name: '配信停止にする' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/imports/7'));
  expect(requests('POST /api/imports/7/start')[0]?.body).toMatchObject({
    operation: 'stop',
    target: 'group',
    groupId: '3',
  });
});

test.each([
  [
    '停止',
    'stopped',
    '5 人を配信停止にしますか?',
    /「VIP」を含む、入っているすべてのグループの配信が届かなくなります。/,
  ],
  [
    '禁止',
    'banned',
    '5 人を配信禁止にしますか?',
    /すべてのグループの配信が届かなくなり、本人の操作では解除できません。/,
  ],
  ['可能', 'allowed', '5 人を配信可能に戻しますか?', /すべてのグループの配信が再開されます。/],
])(
  'C-13 while states are synchronised %s by CSV says that all groups are meant',
  async (operation, outcome, title, text) => {
    const { user } = open();
    answer('GET /api/settings', () => ({ syncDeliveryStates: true }));
    answer('POST /api/imports/7/rehearsal', () =>
      rehearsal({ outcomes: [{ outcome, class: outcome === 'stopped' ? 'stopped' : 'success', rows: 5 }] }),
    );
    await user.click(await screen.findByRole('radio', { name: new RegExp(`^${operation}`) }));
    await user.click(screen.getByRole('combobox', { name: '対象のグループ' }));
    await user.click(await screen.findByRole('option', { name: /VIP/ }));
    await user.click(screen.getByRole('button', { name: '確認へ進む' }));
    await user.click(await startButton());
    const dialog = within(await screen.findByRole('dialog', { name: title }));
    expect(dialog.getByText(text)).toBeVisible();
    expect(requests('POST /api/imports/7/start')).toEqual([]);
  },
);

test('other settings rehearse again, and only finished numbers let it start', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: '確認へ進む' }));
  await startButton();
  await user.click(screen.getByRole('button', { name: '戻る' }));
  await user.click(screen.getByRole('radio', { name: /ファイルの内容で上書きする/ }));
  answer('POST /api/imports/7/rehearsal', () => rehearsal({ state: 'queued' }));
  answer('GET /api/imports/7/rehearsal', () => rehearsal({ state: 'queued' }));
  await user.click(screen.getByRole('button', { name: '確認へ進む' }));
  expect(await screen.findByText(/確認の開始を待っています/)).toBeVisible();
  expect(screen.getByRole('button', { name: '実行する' })).toBeDisabled();
  answer('GET /api/imports/7/rehearsal', () => rehearsal());
  await startButton();
  expect(
    requests('POST /api/imports/7/rehearsal').map(({ body }) => (body as { overwrite: boolean }).overwrite),
  ).toEqual([false, true]);
});

test('a file that breaks off is told before it starts', async () => {
  const { user } = open();
  answer('POST /api/imports/7/rehearsal', () =>
    rehearsal({ state: 'failed', failure: 'csv-unterminated-quote', failureRow: 3 }),
  );
  await user.click(await screen.findByRole('button', { name: '確認へ進む' }));
  expect(await screen.findByText('このファイルは最後まで読めません')).toBeVisible();
  expect(screen.getByText('3 行目で止まりました。')).toBeVisible();
  expect(screen.getByRole('button', { name: '実行する' })).toBeDisabled();
});

test('the settings of the last file with these headings are offered, not taken', async () => {
  const remembered = {
    fileName: '先月.csv',
    at: '2026-10-20T03:00:00.000Z',
    by: '佐藤',
    operation: 'delete',
    target: 'group',
    groupId: '3',
    overwrite: false,
    emptyCells: 'keep',
  };
  const { user } = open(undefined, { remembered });
  expect(await screen.findByText(/「先月.csv」.*佐藤/)).toBeVisible();
  expect(screen.getByRole('radio', { name: /^登録/ })).toBeChecked();
  await user.click(screen.getByRole('button', { name: '前回の設定にする' }));
  expect(screen.getByRole('radio', { name: /^削除・除外/ })).toBeChecked();
  expect(screen.getByRole('radio', { name: /グループから除外する/ })).toBeChecked();
  expect(screen.getByRole('combobox', { name: '対象のグループ' })).toHaveValue('VIP');
});

test('a link may bring the operation and the group along', async () => {
  open(undefined, { at: '/imports/new?id=7&op=ban&group=3' });
  expect(await screen.findByRole('radio', { name: /^禁止/ })).toBeChecked();
  await waitFor(() => expect(screen.getByRole('combobox', { name: '対象のグループ' })).toHaveValue('VIP'));
});

test('J-33 the basis of consent goes along when it is chosen', async () => {
  const { user } = open();
  await user.selectOptions(await screen.findByRole('combobox', { name: '配信の同意の根拠' }), 'business_card');
  await user.type(screen.getByRole('textbox', { name: '取得した場所・時期など' }), '展示会');
  await user.click(screen.getByRole('button', { name: '確認へ進む' }));
  answer('POST /api/imports/7/start', () => ({ ...UPLOADED, state: 'queued' }));
  await user.click(await startButton());
  await waitFor(() => expect(requests('POST /api/imports/7/start')).toHaveLength(1));
  expect(requests('POST /api/imports/7/start')[0]?.body).toMatchObject({
    consent: { basis: 'business_card', note: '展示会' },
  });
});
