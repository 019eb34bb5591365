import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { makeFormat } from '../../lib/format';
import type { HistoryItem } from './history.api';
import { historyCsv } from './history-csv';

const item = (subject: string, figures: Partial<HistoryItem['figures']> = {}) =>
  ({
    deliveryId: '12',
    subject,
    groupName: 'メルマガ',
    state: 'sent',
    format: 'html',
    startsAt: '2026-11-20T01:00:00Z',
    startedAt: '2026-11-20T01:00:00Z',
    figures: { recipientCount: 10, successCount: 8, openedCount: 4, clickedCount: 1, ...figures },
  }) as HistoryItem;

const csv = (items: readonly HistoryItem[]) => historyCsv(items, i18next.t, makeFormat('ja')).split('\r\n');

test('R-01 the file has the columns of the list, and rates of 配信成功数', () => {
  const [head, row, end] = csv([item('秋の新作')]);
  expect(head).toBe('ID,配信日時,件名,グループ,状態,配信数,配信成功,開封数,開封率,クリック数,クリック率,形式');
  expect(row).toBe('12,2026/11/20 10:00,秋の新作,メルマガ,配信完了,10,8,4,50.0%,1,12.5%,HTML');
  expect(end).toBe('');
});

test('a subject with commas and quotes stays one cell, and one that looks like a formula is not run', () => {
  expect(csv([item('a,"b"')])[1]).toContain('"a,""b"""');
  expect(csv([item('=HYPERLINK(1)')])[1]).toContain("'=HYPERLINK(1)");
});

test('a delivery without any success has no rate', () => {
  expect(csv([item('x', { successCount: 0, openedCount: 0, clickedCount: 0 })])[1]).toContain(',0,0,,0,,HTML');
});
