import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import type { Asked } from './bulk.api';
import { SetStateForm } from './set-state-form';

const ids: Asked = { act: 'state', target: { customerIds: ['1', '2'] }, count: 2 };
const group = { id: '7', name: 'メルマガ' };

function open(asked: Asked) {
  return renderPage(<SetStateForm asked={asked} onClose={() => {}} onOrdered={() => {}} />);
}

async function stop(user: ReturnType<typeof open>['user']): Promise<unknown> {
  await user.click(screen.getByRole('radio', { name: /^配信停止/ }));
  await user.click(screen.getByRole('button', { name: '2 件を変更' }));
  await waitFor(() => expect(requests('POST /api/bulk-operations')).toHaveLength(1));
  return requests('POST /api/bulk-operations')[0]?.body;
}

beforeEach(() => {
  answer('POST /api/bulk-operations', () => ({ id: '5', state: 'queued' }));
  answer('GET /api/groups', () => ({ items: [], nextCursor: null }));
});

describe('C-13 while delivery states are synchronised', () => {
  beforeEach(() => answer('GET /api/settings', () => ({ syncDeliveryStates: true })));

  test('a change for many says that it holds in all groups, and offers no single one', async () => {
    const { user } = open(ids);
    expect(await screen.findByText(/^2 件の顧客.*入っているすべてのグループで変わります。$/)).toBeVisible();
    expect(screen.queryByRole('radio', { name: '1 つのグループだけ' })).toBeNull();
    expect(await stop(user)).toEqual({
      kind: 'set_state',
      params: { deliveryState: 'stopped' },
      target: { customerIds: ['1', '2'] },
    });
  });

  test('in a group it says that the other groups change as well', async () => {
    const { user } = open({ ...ids, group });
    expect(await screen.findByText(/^「メルマガ」の 2 件の顧客.*ほかのグループでも変わります。$/)).toBeVisible();
    expect(await stop(user)).toMatchObject({ params: { deliveryState: 'stopped', groupId: '7' } });
  });
});

test('otherwise one group or all are chosen', async () => {
  answer('GET /api/settings', () => ({ syncDeliveryStates: false }));
  const { user } = open(ids);
  expect(screen.getByText('2 件の顧客の配信状態を変更します。')).toBeVisible();
  await user.click(screen.getByRole('radio', { name: '入っているすべてのグループ' }));
  expect(await stop(user)).toMatchObject({ params: { deliveryState: 'stopped' } });
});
