import { expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { GroupDetailPage } from './group-detail.page';

const group = {
  id: '7',
  name: 'メルマガ',
  colour: 'indigo',
  description: '',
  sender: null,
  createdAt: '2026-11-20T03:00:00Z',
  members: { total: 0, active: 0, stopped: 0, banned: 0 },
};

test('what was typed about a group is not lost by Escape', async () => {
  answer('GET /api/groups/7', () => group);
  answer('GET /api/groups/7/members', () => ({ items: [], nextCursor: null }));
  answer('GET /api/customer-fields', () => ({ items: [] }));
  answer('GET /api/sender-addresses', () => ({ items: [], nextCursor: null }));
  answer('PATCH /api/groups/7', () => group);
  const { user } = renderPage(<GroupDetailPage />, { at: '/groups/7', route: '/groups/:id' });
  await user.click(await screen.findByRole('button', { name: '編集' }));
  const drawer = within(await screen.findByRole('dialog'));
  await user.type(drawer.getByLabelText(/グループ名/), ' 月刊');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  await user.click(drawer.getByRole('button', { name: '保存する' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(requests('PATCH /api/groups/7')[0]?.body).toMatchObject({ name: 'メルマガ 月刊' });
});
