import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';
import type { Selection } from '../../ui/selection';

export type BulkOperation = Schemas['BulkOperationResponse'];
export type BulkOperationState = BulkOperation['state'];
export type OrderOperation = Schemas['CreateBulkOperationRequest'];
export type CustomerExport = Schemas['CustomerExportResponse'];
export type OrderExport = Schemas['CreateCustomerExportRequest'];
export type ExportEncoding = CustomerExport['encoding'];
/** Some customers by id, or everything a search finds. */
export type CustomerTarget = Schemas['CustomerTargetRequest'];

/** The group whose members are acted on; without one the customers are those of the whole database. */
export interface InGroup {
  readonly id: string;
  readonly name: string;
}

/** What somebody is about to do, and to whom. */
export interface Asked {
  readonly act: 'add' | 'remove' | 'state' | 'delete' | 'export';
  readonly target: CustomerTarget;
  readonly count: number;
  readonly group?: InGroup;
}

/** What a selection means: the rows that are chosen, or everything the filter (`all`) finds, and how many that are. */
export function chosenOf(
  selection: Pick<Selection<unknown>, 'ids' | 'count' | 'isEverything'>,
  all: NonNullable<CustomerTarget['all']>,
  total: number | undefined,
): Pick<Asked, 'target' | 'count'> {
  return selection.isEverything
    ? { target: { all }, count: total ?? 0 }
    : { target: { customerIds: [...selection.ids] }, count: selection.count };
}

/** Whether a worker has it or will have it. */
export const isMoving = (state: BulkOperationState): boolean => state === 'queued' || state === 'running';

/** While it moves it is asked for again: the stream tells of the way, but not of the numbers at its end. */
const again = (one: { readonly state: BulkOperationState } | undefined): number | false =>
  one && isMoving(one.state) ? 1000 : false;

/** Queries of things done to many customers. */
export const bulkOperationsQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.bulkOperations, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/bulk-operations', { params: { query: { cursor: pageParam, limit: 50 } }, signal })),
      ...keysetPages,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.bulkOperations, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/bulk-operations/{id}', { params: { path: { id } }, signal })),
      refetchInterval: (query) => again(query.state.data),
    }),
};

/** Queries of files of customers. */
export const customerExportsQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.customerExports, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/customer-exports', { params: { query: { cursor: pageParam, limit: 50 } }, signal })),
      ...keysetPages,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.customerExports, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/customer-exports/{id}', { params: { path: { id } }, signal })),
      refetchInterval: (query) => again(query.state.data),
    }),
};

/** Where the file is downloaded from; the browser follows it as a link. */
export const fileHref = (id: string): string => `/api/customer-exports/${id}/file.csv`;

/** What changes when an operation has ended. */
export function useOperationEnded() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [keys.customers, keys.groups, keys.home, [...keys.bulkOperations, 'list']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}

export function useOrderOperation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: OrderOperation) => bodyOf(api.POST('/api/bulk-operations', { body })),
    onSuccess: (operation) => {
      queryClient.setQueryData(bulkOperationsQuery.detail(operation.id).queryKey, operation);
      return queryClient.invalidateQueries({ queryKey: [...keys.bulkOperations, 'list'] });
    },
  });
}

export function useCancelOperation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.POST('/api/bulk-operations/{id}/cancel', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.bulkOperations }),
  });
}

export function useOrderExport() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: OrderExport) => bodyOf(api.POST('/api/customer-exports', { body })),
    onSuccess: (ordered) => {
      queryClient.setQueryData(customerExportsQuery.detail(ordered.id).queryKey, ordered);
      return queryClient.invalidateQueries({ queryKey: [...keys.customerExports, 'list'] });
    },
  });
}

export function useCancelExport() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.POST('/api/customer-exports/{id}/cancel', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.customerExports }),
  });
}
