import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { ErrorLimits } from './error-limits';
import { NoticeSettings } from './notice-settings';
import { StateSyncSection } from './state-sync-section';

let settings = {
  organisationName: '',
  postalAddress: '',
  contact: '',
  timeZone: 'Asia/Tokyo',
  syncDeliveryStates: false,
  hardErrorLimit: 1,
  softErrorLimit: 3,
};

beforeEach(() => {
  settings = { ...settings, syncDeliveryStates: false };
  answer('GET /api/settings', () => settings);
  answer('PATCH /api/settings', ({ body }) => (settings = { ...settings, ...(body as object) }));
});

describe('C-58 the limits of errors', () => {
  test('are shown and saved', async () => {
    const { user } = renderPage(<ErrorLimits />);
    const hard = await screen.findByLabelText('恒久的なエラー');
    expect(hard).toHaveValue('1 回');
    await user.clear(hard);
    await user.type(hard, '3');
    await user.click(screen.getByRole('button', { name: '保存する' }));
    await waitFor(() =>
      expect(requests('PATCH /api/settings').map(({ body }) => body)).toEqual([
        { hardErrorLimit: 3, softErrorLimit: 3 },
      ]),
    );
  });
});

describe('C-13 the synchronisation of states', () => {
  const sync = (mixedCount: number, alignment: object | null = null) => ({
    enabled: settings.syncDeliveryStates,
    mixedCount,
    alignment,
  });

  test('is turned on after a question that says how many differ, and that nothing changes by itself', async () => {
    answer('GET /api/settings/state-sync', () => sync(12));
    const { user } = renderPage(<StateSyncSection />);
    const box = await screen.findByRole('switch', { name: 'すべてのグループで配信状態を同じにする' });
    await waitFor(() => expect(box).toBeEnabled());
    await user.click(box);
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('今の配信状態は変わりません');
    expect(dialog).toHaveTextContent('12 件');
    await user.click(within(dialog).getByRole('button', { name: 'オンにする' }));
    await waitFor(() => expect(box).toBeChecked());
    expect(await screen.findByText('グループによって配信状態が異なる顧客が 12 件います')).toBeVisible();
  });

  test('aligning is offered with the number, and its progress is shown', async () => {
    settings = { ...settings, syncDeliveryStates: true };
    answer('GET /api/settings/state-sync', () => sync(12));
    answer('POST /api/settings/state-sync/align', () =>
      sync(5, { requestedAt: '2026-11-20T03:00:00Z', alignedCount: 7, finishedAt: null }),
    );
    const { user } = renderPage(<StateSyncSection />);
    await user.click(await screen.findByRole('button', { name: 'そろえる' }));
    await user.click(await screen.findByRole('button', { name: '12 件をそろえる' }));
    expect(await screen.findByText('配信状態をそろえています(7 件完了)')).toBeVisible();
  });
});

describe('notices', () => {
  const saved = { recipients: ['ops@example.jp'], senderAddressId: null, locale: 'ja' };
  beforeEach(() => {
    answer('GET /api/settings/notices', () => saved);
    answer('GET /api/settings/notices/latest', () => ({
      items: [
        {
          id: '1',
          to: 'ops@example.jp',
          subject: 'お知らせ',
          state: 'waiting',
          trouble: 'sender-missing',
          createdAt: '2026-11-20T03:00:00Z',
          sentAt: null,
        },
      ],
    }));
    answer('GET /api/sender-addresses', () => ({ items: [], nextCursor: null }));
  });

  test('go to addresses separated by commas or line breaks; a wrong one is told beside the field', async () => {
    answer(
      'PATCH /api/settings/notices',
      () =>
        new Refusal(422, 'invalid-request', [
          { field: 'recipients', code: 'is-email', message: 'must be an e-mail address' },
        ]),
    );
    const { user } = renderPage(<NoticeSettings />);
    const box = await screen.findByRole('textbox', { name: '通知メール送信先アドレス' });
    expect(box).toHaveValue('ops@example.jp');
    await user.type(box, '、nobody, b@example.jp');
    await user.click(screen.getByRole('button', { name: '保存する' }));
    await waitFor(() => expect(box).toBeInvalid());
    expect(requests('PATCH /api/settings/notices')[0]?.body).toEqual({
      recipients: ['ops@example.jp', 'nobody', 'b@example.jp'],
      senderAddressId: null,
      locale: 'ja',
    });
  });

  test('a test notice can be sent, and what became of the latest is listed with the reason', async () => {
    answer('POST /api/settings/notices/test', () => undefined);
    const { user } = renderPage(<NoticeSettings />);
    expect(await screen.findByText('理由: 差出人がありません')).toBeVisible();
    await user.click(await screen.findByRole('button', { name: 'テスト通知を送る' }));
    await waitFor(() => expect(requests('POST /api/settings/notices/test')).toHaveLength(1));
  });
});
