import type { TFunction } from 'i18next';
import type { Format } from '../../lib/format';
import { historyPage, type HistoryFilter, type HistoryItem } from './history.api';

/** Deliveries in one file at most; the list itself goes on. */
export const HISTORY_CSV_ROWS = 2000;
const PAGE = 200;

/** Saves the list of deliveries as CSV (UTF-8 with BOM, for Excel). `isWhole` is false when there were more. */
export async function downloadHistoryCsv(
  filter: HistoryFilter,
  t: TFunction,
  format: Format,
): Promise<{ isWhole: boolean }> {
  const items: HistoryItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await historyPage(filter, cursor, PAGE);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < HISTORY_CSV_ROWS);
  const url = URL.createObjectURL(new Blob([`\uFEFF${historyCsv(items, t, format)}`], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'deliveries.csv';
  link.click();
  URL.revokeObjectURL(url);
  return { isWhole: cursor === undefined };
}

/** The columns of the list, rates as percentages; cells that Excel would run as a formula begin with an apostrophe. */
export function historyCsv(items: readonly HistoryItem[], t: TFunction, format: Format): string {
  const head = [
    t('history.list.id'),
    t('history.list.startsAt'),
    t('history.list.subject'),
    t('history.list.groupName'),
    t('history.list.state'),
    t('history.list.recipients'),
    t('history.list.success'),
    t('history.list.openedCount'),
    t('history.list.openRate'),
    t('history.list.clickedCount'),
    t('history.list.clickRate'),
    t('history.list.format'),
  ];
  const rows = items.map((item) => {
    const { figures } = item;
    const rate = (part: number) => (figures.successCount > 0 ? format.percent(part, figures.successCount) : '');
    return [
      item.deliveryId,
      format.dateTime(item.startedAt ?? item.startsAt),
      item.subject,
      item.groupName,
      t(`delivery.state.${item.state}`),
      String(figures.recipientCount),
      String(figures.successCount),
      String(figures.openedCount),
      rate(figures.openedCount),
      String(figures.clickedCount),
      rate(figures.clickedCount),
      t(`history.list.${item.format}`),
    ];
  });
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
