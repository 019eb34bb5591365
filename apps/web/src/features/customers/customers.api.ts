import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Customer = Schemas['CustomerResponse'];
export type CustomerStatus = Customer['status'];
export type CustomerTab = Schemas['CustomerTab'];
export type TimelineEntry = Schemas['TimelineEntryResponse'];
export type TimelineSection = Schemas['TimelineSection'];

/** Which customers are meant; keys that are left out do not restrict. `conditions` is a condition tree as JSON. */
export interface CustomerFilter {
  readonly q?: string;
  readonly status?: CustomerTab;
  readonly groupId?: string;
  readonly segmentId?: string;
  readonly conditions?: string;
}

/** Queries of the customer database. */
export const customersQuery = {
  list: (filter: CustomerFilter) =>
    infiniteQueryOptions({
      queryKey: [...keys.customers, 'list', filter],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/customers', { params: { query: { ...filter, cursor: pageParam, limit: 100 } }, signal })),
      ...keysetPages,
    }),
  count: (filter: CustomerFilter) =>
    queryOptions({
      queryKey: [...keys.customers, 'count', filter],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/customers/count', { params: { query: filter }, signal })),
      select: (answer) => answer.count,
    }),
  countsByStatus: () =>
    queryOptions({
      queryKey: [...keys.customers, 'counts-by-status'],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/customers/counts-by-status', { signal })),
    }),
  /** A few customers for pickers: the newest, or those found. */
  few: (q: string) =>
    queryOptions({
      queryKey: [...keys.customers, 'few', q],
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/customers', { params: { query: { ...(q === '' ? {} : { q }), limit: 10 } }, signal })),
      select: (page) => page.items,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.customers, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/customers/{id}', { params: { path: { id } }, signal })),
    }),
  timeline: (id: string, only?: TimelineSection) =>
    infiniteQueryOptions({
      queryKey: [...keys.customers, 'timeline', id, ...(only ? [only] : [])],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(
          api.GET('/api/customers/{id}/timeline', {
            params: { path: { id }, query: { cursor: pageParam, limit: 30, only } },
            signal,
          }),
        ),
      ...keysetPages,
    }),
};

/** How many records there are and may be. */
export const recordCountQuery = queryOptions({
  queryKey: [...keys.customers, 'record-count'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/customers/record-count', { signal })),
});

/** Lists, counts, groups' numbers and home all change with a customer. */
function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [keys.customers, keys.groups, keys.home].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}

export function useCreateCustomer() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['CreateCustomerRequest']) => bodyOf(api.POST('/api/customers', { body })),
    onSuccess,
  });
}

export function useUpdateCustomer(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['UpdateCustomerRequest']) =>
      bodyOf(api.PATCH('/api/customers/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

/** Deletes the customer, then calls `leave`, which leaves its page: otherwise the page would ask for what is gone. */
export function useDeleteCustomer(id: string) {
  const queryClient = useQueryClient();
  const changed = useChanged();
  return useMutation({
    mutationFn: async (leave: () => Promise<void>) => {
      await bodyOf(api.DELETE('/api/customers/{id}', { params: { path: { id } } }));
      await leave();
    },
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: customersQuery.detail(id).queryKey });
      queryClient.removeQueries({ queryKey: customersQuery.timeline(id).queryKey });
      await changed();
    },
  });
}

/** Back to OK after an error, with the error count at zero. */
export function useResetStatus(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/customers/{id}/reset-status', { params: { path: { id } } })),
    onSuccess,
  });
}
