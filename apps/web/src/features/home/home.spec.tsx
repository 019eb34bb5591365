import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { RecentDeliveries } from './recent-deliveries';

const delivery = (id: string, subject: string) => ({
  id,
  subject,
  groupName: 'メルマガ',
  state: 'sent' as const,
  holdReason: null,
  startsAt: '2026-11-20T03:00:00Z',
  finishedAt: '2026-11-20T03:01:00Z',
  recipientCount: 10,
  doneCount: 10,
  successCount: 10,
  openedCount: 4,
  clickedCount: 1,
  heldCount: 0,
});

test('subjects of deliveries are read with the names of their merge tags', async () => {
  answer('GET /api/merge-tags', () => [
    { key: 'name', label: 'お名前', default: '' },
    { key: 'group_name', label: null, default: '' },
  ]);
  renderPage(
    <RecentDeliveries deliveries={[delivery('1', '{{name|お客}}様へ'), delivery('2', '{{group_name}}の皆さま')]} />,
  );
  expect(await screen.findByRole('link', { name: 'お名前様へ' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'グループ名の皆さま' })).toBeVisible();
});

test('without the permission to read mailings the tags are shown by their keys', async () => {
  renderPage(<RecentDeliveries deliveries={[delivery('1', '{{name|お客}}様へ')]} />, { permissions: [] });
  expect(await screen.findByRole('link', { name: 'name様へ' })).toBeVisible();
});
