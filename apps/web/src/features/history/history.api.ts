import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';
import { lookAgainAfter } from '../reports/reports.api';

export type HistoryItem = Schemas['HistoryItem'];
export type HistoryDetail = Schemas['HistoryDetail'];
export type HistoryRecipient = Schemas['HistoryRecipient'];
export type HistoryResult = Schemas['HistoryResult'];

export interface HistoryFilter {
  readonly q?: string;
  readonly groupId?: string;
}

/** Which people of a delivery: one result, one link's clickers, one reason of being left out. */
export interface RecipientsFilter {
  readonly result: HistoryResult;
  readonly linkNo?: number;
  readonly reason?: string;
}

/** Queries of what was delivered. */
export const historyQuery = {
  list: (filter: HistoryFilter) =>
    infiniteQueryOptions({
      queryKey: [...keys.history, 'list', filter],
      queryFn: ({ pageParam, signal }) => historyPage(filter, pageParam, 50, signal),
      ...keysetPages,
    }),
  detail: (deliveryId: string) =>
    queryOptions({
      queryKey: [...keys.history, 'detail', deliveryId],
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/history/{deliveryId}', { params: { path: { deliveryId } }, signal })),
      // as often as the report beside it: the two show the same numbers
      refetchInterval: ({ state: { data } }) => (data ? lookAgainAfter(data.state, data.figures.provisional) : false),
    }),
  recipients: (deliveryId: string, filter: RecipientsFilter) =>
    infiniteQueryOptions({
      queryKey: [...keys.history, 'recipients', deliveryId, filter],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(
          api.GET('/api/history/{deliveryId}/recipients', {
            params: { path: { deliveryId }, query: { ...filter, cursor: pageParam, limit: 100 } },
            signal,
          }),
        ),
      ...keysetPages,
    }),
};

/** One page of the list of deliveries, newest first. */
export function historyPage(filter: HistoryFilter, cursor?: string, limit = 50, signal?: AbortSignal) {
  return bodyOf(api.GET('/api/history', { params: { query: { ...filter, cursor, limit } }, signal }));
}

/** Where the people of a delivery are listed. */
export function recipientsPath(deliveryId: string, filter: Partial<RecipientsFilter> = {}): string {
  const query = new URLSearchParams({ tab: 'recipients' });
  if (filter.result !== undefined && filter.result !== 'all') query.set('result', filter.result);
  if (filter.linkNo !== undefined) query.set('link', String(filter.linkNo));
  if (filter.reason !== undefined) query.set('reason', filter.reason);
  return `/history/${deliveryId}?${query}`;
}

/** The same people as a CSV file of the server, for a plain link. */
export function recipientsCsvUrl(deliveryId: string, filter: RecipientsFilter, encoding: 'utf-8' | 'cp932'): string {
  const query = new URLSearchParams({ result: filter.result, encoding });
  if (filter.linkNo !== undefined) query.set('linkNo', String(filter.linkNo));
  if (filter.reason !== undefined) query.set('reason', filter.reason);
  return `/api/history/${encodeURIComponent(deliveryId)}/recipients.csv?${query}`;
}
