import { beforeEach, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import type { Permission } from '../users/session.api';
import { ImportDetailPage } from './import-detail.page';

/** The progress of the whole dashboard, which has nothing to say here. */
class SilentStream extends EventTarget {
  static readonly CLOSED = 2;
  readonly readyState = 1;
  close(): void {}
}
beforeEach(() => {
  Object.assign(globalThis, { EventSource: SilentStream });
});

const FINISHED = {
  id: '7',
  state: 'finished',
  operation: 'register',
  target: 'group',
  fileName: '顧客.csv',
  fileBytes: 120,
  processedBytes: 120,
  encoding: 'utf-8',
  delimiter: ',',
  hasHeader: true,
  mapping: ['email'],
  overwrite: true,
  emptyCells: 'keep',
  consent: { basis: 'paper', note: '' },
  report: 'always',
  group: { id: '3', name: 'VIP' },
  counts: { rows: 100, success: 90, failed: 2, other: 3, stopped: 5 },
  outcomes: [
    { outcome: 'registered', class: 'success', rows: 60 },
    { outcome: 'overwritten', class: 'success', rows: 30 },
    { outcome: 'heldBack', class: 'stopped', rows: 5 },
  ],
  failure: null,
  failureRow: null,
  createdBy: '山田 花子',
  createdAt: '2026-11-23T03:00:00.000Z',
  startedAt: '2026-11-23T03:00:01.000Z',
  finishedAt: '2026-11-23T03:00:03.000Z',
  resultUntil: '2026-12-03T03:00:03.000Z',
  undoUntil: '2999-11-24T03:00:03.000Z',
  undo: null as object | null,
  laundering: null as object | null,
};

function open(changes: object = {}, permissions?: readonly Permission[]) {
  answer('GET /api/imports/7', () => ({ ...FINISHED, ...changes }));
  answer('GET /api/customer-fields', () => ({ items: [] }));
  const page = { at: '/imports/7', route: '/imports/:id', ...(permissions ? { permissions } : {}) };
  return renderPage(<ImportDetailPage />, page);
}

test('what was done, to what and by whom, the counts in detail, and why people were held back', async () => {
  open();
  expect(await screen.findByText(/^登録 → VIP · 山田 花子 · /)).toBeVisible();
  expect(screen.getByText('新しく登録').nextSibling).toHaveTextContent('60');
  expect(screen.getByText('5 人は、配信停止のままにしました')).toBeVisible();
  expect(screen.getByRole('link', { name: '配信停止 5 件をダウンロード' })).toHaveAttribute(
    'href',
    '/api/imports/7/result.csv?class=stopped&encoding=utf-8',
  );
});

test.each([
  ['a registration', {}, 'customer.delete'],
  ['a stop', { operation: 'stop' }, 'group.write'],
] as const)('%s is only offered to be taken back to those who may do that', async (_, changes, lacking) => {
  const all = ['customer.import', 'customer.delete', 'group.read', 'group.write'] as const;
  open(
    changes,
    all.filter((permission) => permission !== lacking),
  );
  expect(await screen.findByRole('link', { name: '続けて CSV 一括処理' })).toBeVisible();
  expect(screen.queryByRole('button', { name: '取り消す' })).toBeNull();
});

test('undo says in numbers what it takes back before it does', async () => {
  const { user } = open();
  answer('GET /api/imports/7/undo', () => ({ registered: 60, overwritten: 30, joined: 65, changed: 0, deleted: 0 }));
  await user.click(await screen.findByRole('button', { name: '取り消す' }));
  expect(await screen.findByText('登録した 60 人を削除する')).toBeVisible();
  expect(screen.getByText('上書きした 30 人の値を元に戻す')).toBeVisible();
  expect(screen.queryByText(/配信状態を元に戻す/)).toBeNull();
  const undoing = { undone: 0, left: 0, progress: 0, by: '山田 花子', at: null, failure: null };
  const undone = { undone: 88, left: 2, progress: 1, by: '山田 花子', at: '2026-11-23T04:00:00.000Z', failure: null };
  answer('POST /api/imports/7/undo', () => ({ ...FINISHED, state: 'undoing', undoUntil: null, undo: undoing }));
  answer('GET /api/imports/7', () => ({ ...FINISHED, state: 'undone', undoUntil: null, undo: undone }));
  await user.click(screen.getAllByRole('button', { name: '取り消す' }).at(-1) as HTMLElement);
  expect(await screen.findByText(/88 件を元に戻しました/)).toHaveTextContent('2 件は、その後に変更されていたため');
  await waitFor(() => expect(requests('POST /api/imports/7/undo')).toHaveLength(1));
  expect(screen.queryByRole('button', { name: '取り消す' })).toBeNull();
});

test('an undo that was given up says so, and can be asked for again', async () => {
  open({ undo: { undone: 40, left: 0, progress: 0.5, by: '山田 花子', at: null, failure: 'given-up' } });
  const alert = await screen.findByRole('alert', { name: '最後まで取り消せませんでした' });
  expect(alert).toHaveTextContent('40 件は元に戻しました');
  expect(screen.getByRole('button', { name: '取り消す' })).toBeVisible();
});

test('after its 24 hours there is no undo', async () => {
  open({ undoUntil: '2026-11-24T03:00:03.000Z' });
  expect(await screen.findByText(/^登録 → VIP/)).toBeVisible();
  expect(screen.queryByRole('button', { name: '取り消す' })).toBeNull();
});

test('G-10 a laundered list is explained', async () => {
  open({ laundering: { relisted: 48_000, deletedLately: 50_000 } });
  expect(await screen.findByText(/50,000 人のうち、約 48,000 人が登録し直されました/)).toBeVisible();
  expect(screen.getByText(/ファイルの内容で上書きする/)).toBeVisible();
});

test('a file that broke off says where and why', async () => {
  open({ state: 'failed', failure: 'csv-too-many-rows', failureRow: 10_000_002 });
  const alert = await screen.findByRole('alert', { name: '最後まで処理できませんでした' });
  expect(alert).toHaveTextContent('行数が上限を超えています');
  expect(alert).toHaveTextContent('10,000,002 行目で止まりました。');
});
