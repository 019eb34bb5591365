import { beforeEach, expect, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { SegmentsListPage } from './segments-list.page';

const segment = (id: string, name: string, problem: object | null = null) => ({
  id,
  name,
  conditions: { all: [{ kind: 'status', value: 'ok' }] },
  sentence: { ja: `${name}という条件の顧客`, en: name },
  parts: [],
  problem,
  createdByName: '山田 花子',
  createdAt: '2026-11-20T03:00:00Z',
  updatedAt: '2026-11-20T03:00:00Z',
});

beforeEach(() => {
  answer('GET /api/segments', () => ({
    items: [segment('1', 'お得意様'), segment('2', '休眠', { field: 'conditions.all.0.groupId', code: 'not-found' })],
    nextCursor: null,
  }));
  answer('GET /api/segments/1/count', () => ({ count: 1234 }));
});

const open = (permissions: readonly ('customer.read' | 'segment.manage')[] = ['customer.read', 'segment.manage']) =>
  renderPage(<SegmentsListPage />, { at: '/segments', permissions });

test('each segment shows what it means and how many it holds; one that can no longer be used says so', async () => {
  open();
  expect(await screen.findByText('お得意様という条件の顧客')).toBeVisible();
  expect(await screen.findByText('1,234')).toBeVisible();
  expect(screen.getByText('使えません')).toBeVisible();
  expect(requests('GET /api/segments/2/count')).toHaveLength(0);
});

test('a segment is deleted only after the question', async () => {
  answer('DELETE /api/segments/1', () => null);
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'お得意様: その他の操作' }));
  await user.click(await screen.findByRole('menuitem', { name: '削除' }));
  const dialog = await screen.findByRole('dialog', { name: 'セグメント「お得意様」を削除しますか?' });
  expect(requests('DELETE /api/segments/1')).toHaveLength(0);
  await user.click(within(dialog).getByRole('button', { name: 'セグメントを削除する' }));
  await screen.findByText('セグメントを削除しました');
  expect(requests('DELETE /api/segments/1')).toHaveLength(1);
});

test('who may only read sees them and may use them', async () => {
  const { user } = open(['customer.read']);
  await user.click(await screen.findByRole('button', { name: 'お得意様: その他の操作' }));
  expect(await screen.findByRole('menuitem', { name: '顧客一覧で見る' })).toBeVisible();
  expect(screen.queryByRole('menuitem', { name: '削除' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'セグメントを作成' })).toBeNull();
});
