import { beforeEach, expect, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { SegmentsListPage } from './segments-list.page';

const segment = (id: string, name: string, problem: object | null = null) => ({
  id,
  name,
  conditions: { all: [{ kind: 'status', value: 'ok' }] },
  sentence: { ja: `${name}という条件の顧客`, en: name },
  parts: [],
  problem,
  warnings: [] as object[],
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
  answer('GET /api/customer-fields', () => ({ items: [] }));
  answer('POST /api/conditions/explain', () => ({
    conditions: { all: [] },
    sentence: { ja: '', en: '' },
    parts: [],
    count: 1,
    isTooSlow: false,
  }));
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

test('a segment on a retired field says so, in the list and when it is edited', async () => {
  const warning = (i: number) => ({ field: `conditions.all.${i}`, code: 'field-retired', label: 'ランク' });
  answer('GET /api/segments', () => ({
    items: [{ ...segment('1', 'お得意様'), warnings: [warning(0), warning(1)] }],
    nextCursor: null,
  }));
  const { user } = open();
  const text = /^廃止した項目\(ランク\)を条件に使っています。.*対象になりません。/;
  expect(await screen.findByTitle(text)).toHaveTextContent('廃止した項目あり');
  expect(screen.getByText('お得意様という条件の顧客', { exact: false })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'お得意様: その他の操作' }));
  await user.click(await screen.findByRole('menuitem', { name: '編集' }));
  const drawer = within(await screen.findByRole('dialog', { name: 'セグメントの編集' }));
  expect(drawer.getByText(text)).toBeVisible();
});

test('a copy that is refused says why', async () => {
  answer('POST /api/segments/1/duplicate', () => new Refusal(404, 'segment-not-found'));
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'お得意様: その他の操作' }));
  await user.click(await screen.findByRole('menuitem', { name: '複製' }));
  expect(await screen.findByRole('alert')).toBeVisible();
});

test('a name that was typed is not lost by Escape or a click beside the drawer', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'セグメントを作成' }));
  const drawer = within(await screen.findByRole('dialog', { name: 'セグメントの作成' }));
  await user.type(drawer.getByLabelText(/セグメントの名前/), '休眠');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  expect(drawer.getByLabelText(/セグメントの名前/)).toHaveValue('休眠');
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
