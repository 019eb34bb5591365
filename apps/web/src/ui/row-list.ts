import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

/** What DataTable needs of a list. */
export interface RowList<Row> {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly hasMore: boolean;
  readonly error: Error | null;
  readonly loadMore: () => void;
  readonly retry: () => void;
  /** changes when another list is shown (search, filter): the table then scrolls to the top */
  readonly listKey?: string;
}

interface PageOf<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

/**
 * Joins the pages of an infinite query (`{items, nextCursor}`) for DataTable: `useRowList(useInfiniteQuery(customersQuery.list(filter)))`.
 * Pass the filter as text for `listKey`, so that a new search starts at the top.
 */
export function useRowList<Row>(
  query: UseInfiniteQueryResult<InfiniteData<PageOf<Row>>>,
  listKey?: string,
): RowList<Row> {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return {
    rows,
    isLoading: isPending,
    isLoadingMore: isFetchingNextPage,
    hasMore: hasNextPage,
    error,
    loadMore,
    retry,
    listKey,
  };
}

const nothingMore = () => {};

/**
 * The same for rows that are all there, such as part of another answer: `<DataTable list={wholeList(report.links)} …>`.
 */
export function wholeList<Row>(rows: readonly Row[]): RowList<Row> {
  return {
    rows,
    isLoading: false,
    isLoadingMore: false,
    hasMore: false,
    error: null,
    loadMore: nothingMore,
    retry: nothingMore,
  };
}

/** The `getNextPageParam` and first page of every keyset list: spread into infiniteQueryOptions. */
export const keysetPages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor ?? undefined,
};
