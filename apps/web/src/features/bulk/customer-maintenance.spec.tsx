import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomerMaintenancePage } from './customer-maintenance.page';

const PERMISSIONS = ['customer.read', 'customer.delete', 'customer.export'] as const;
const count = (error: number) =>
  answer('GET /api/customers/counts-by-status', () => ({ all: 100, ok: 100 - error, error, stopped: 0 }));

test('C-56 deleting addresses in error goes by the filter and the number that was seen, never by a list of ids', async () => {
  count(12);
  answer('POST /api/bulk-operations', () => ({ id: '5', state: 'queued' }));
  answer('GET /api/bulk-operations/5', () => ({
    id: '5',
    kind: 'delete',
    state: 'failed',
    failure: 'given-up',
    target: { selectedCount: null, all: { status: 'error' } },
    totalCount: 12,
    doneCount: 7,
    changedCount: 5,
    alreadyCount: 0,
    heldBackCount: 0,
    leftOutCount: 2,
  }));
  Object.assign(globalThis, {
    EventSource: class {
      addEventListener(): void {}
      close(): void {}
    },
  });
  const { user } = renderPage(<CustomerMaintenancePage />, { permissions: PERMISSIONS });
  expect(await screen.findByText('ステータスが「エラー」の顧客は 12 件です。')).toBeVisible();
  await user.click(screen.getByRole('button', { name: '12 件を削除' }));
  await user.click(await screen.findByRole('button', { name: '確認に進む' }));
  await user.type(await screen.findByRole('textbox', { name: /確認のため「12」/ }), '12');
  await user.click(screen.getByRole('button', { name: '12 件を削除する' }));
  expect(await screen.findByText('5 件の顧客を削除しました', {}, { timeout: 5000 })).toBeVisible();
  expect(screen.getByText(/同じところで失敗が続きました/)).toBeVisible();
  expect(screen.getByText('2 件は途中で条件に合わなくなったため、削除しませんでした')).toBeVisible();
  expect(requests('POST /api/bulk-operations')[0]?.body).toEqual({
    kind: 'delete',
    target: { all: { status: 'error' } },
    expectedCount: 12,
  });
});

test('without addresses in error there is nothing to delete', async () => {
  count(0);
  renderPage(<CustomerMaintenancePage />, { permissions: PERMISSIONS });
  expect(await screen.findByText('ステータスが「エラー」の顧客はいません。')).toBeVisible();
  expect(screen.getByRole('button', { name: '0 件を削除' })).toBeDisabled();
  expect(screen.getByRole('button', { name: 'CSV 出力' })).toBeDisabled();
});
