import { expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { GroupMembers } from './group-members';
import type { Group } from './groups.api';

const group: Group = {
  id: '7',
  name: 'メルマガ',
  colour: 'indigo',
  description: '',
  sender: null,
  createdAt: '2026-11-20T03:00:00Z',
  members: { total: 30, active: 30, stopped: 0, banned: 0 },
};
const NAME = { id: '9', label: 'お名前', type: 'text', choices: [] };
const member = (customerId: string) => ({
  customerId,
  email: `${customerId}@example.jp`,
  customerStatus: 'ok',
  fields: customerId === '2' ? { '9': '田中 花子' } : {},
  deliveryState: 'active',
  stateChangedAt: null,
  stateChangedVia: null,
  stateChangedByName: null,
  joinedAt: '2026-11-20T03:00:00Z',
});

test('a member that is unticked after "select all" stays out of what is done', async () => {
  Object.assign(globalThis, {
    EventSource: class {
      addEventListener(): void {}
      close(): void {}
    },
  });
  answer('GET /api/settings', () => ({ syncDeliveryStates: false }));
  answer('GET /api/customer-fields', () => ({ items: [NAME] }));
  answer('GET /api/groups/7/members', () => ({ items: ['3', '2', '1'].map(member), nextCursor: null }));
  answer('POST /api/bulk-operations', () => ({ id: '5', state: 'queued' }));
  answer('GET /api/bulk-operations/5', () => ({ id: '5', state: 'queued' }));
  const { user } = renderPage(<GroupMembers group={group} />);
  await user.click(await screen.findByRole('checkbox', { name: '表示中の行をすべて選択' }));
  await user.click(await screen.findByRole('button', { name: '該当する 30 件をすべて選択' }));
  expect(screen.getByRole('link', { name: '田中 花子' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: '3@example.jp' })).toBeInTheDocument();
  await user.click(screen.getByRole('checkbox', { name: '「2@example.jp」を選択' }));
  await user.click(screen.getByRole('button', { name: 'グループから外す' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: '2 件を外す' }));
  await waitFor(() => expect(requests('POST /api/bulk-operations')).toHaveLength(1));
  expect(requests('POST /api/bulk-operations')[0]?.body).toEqual({
    kind: 'remove_from_group',
    params: { groupId: '7' },
    target: { customerIds: ['3', '1'] },
  });
});
