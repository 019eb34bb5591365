import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type DeliveryReport = Schemas['DeliveryReport'];
export type ReportFigures = Schemas['ReportFigures'];
export type ReportOverview = Schemas['ReportOverview'];
export type RecordCountReport = Schemas['RecordCountReport'];
export type ReportPeriod = '30d' | '90d' | '365d';

/** Refreshed this often while results still come in. */
const MOVING_MS = 5_000;
const PROVISIONAL_MS = 20_000;

/** When the numbers of a delivery may be others, in milliseconds; false: they stay. */
export function lookAgainAfter(state: string, isProvisional: boolean): number | false {
  if (state === 'sending' || state === 'planning') return MOVING_MS;
  return isProvisional ? PROVISIONAL_MS : false;
}

/** Queries of figures over deliveries. */
export const reportsQuery = {
  delivery: (deliveryId: string) =>
    queryOptions({
      queryKey: [...keys.reports, 'delivery', deliveryId],
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/reports/deliveries/{deliveryId}', { params: { path: { deliveryId } }, signal })),
      refetchInterval: ({ state: { data } }) => (data ? lookAgainAfter(data.state, data.provisional) : false),
    }),
  recordCounts: (months: number) =>
    queryOptions({
      queryKey: [...keys.reports, 'record-counts', months],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/reports/record-counts', { params: { query: { months } }, signal })),
    }),
  overview: (query: { readonly period: ReportPeriod; readonly groupId?: string }) =>
    queryOptions({
      queryKey: [...keys.reports, 'overview', query],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/reports/overview', { params: { query }, signal })),
    }),
};

/** The address of the file of the last months. */
export const recordCountsCsvUrl = (months: number): string => `/api/reports/record-counts.csv?months=${months}`;

/** The open rate where opens could be seen at all: text mails and untracked ones have none, not even by proxies. */
export function openRateOf(figures: ReportFigures): number | null {
  return figures.openedCount === 0 && figures.mppOpenedCount === 0 ? null : figures.openRate;
}
