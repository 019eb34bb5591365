import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Segment = Schemas['SegmentResponse'];

/** Queries of segments: conditions under a name. */
export const segmentsQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.segments, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/segments', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
      ...keysetPages,
    }),
  /** For pickers: the first two hundred by name. */
  few: () =>
    queryOptions({
      queryKey: [...keys.segments, 'few'],
      staleTime: 30_000,
      queryFn: ({ signal }) => bodyOf(api.GET('/api/segments', { params: { query: { limit: 200 } }, signal })),
      select: (page) => page.items,
    }),
  count: (id: string) =>
    queryOptions({
      queryKey: [...keys.segments, 'count', id],
      staleTime: 60_000,
      retry: false,
      queryFn: ({ signal }) => bodyOf(api.GET('/api/segments/{id}/count', { params: { path: { id } }, signal })),
    }),
};

const NONE: readonly Segment[] = [];

/** Every segment for choosing, or none while they load. */
export function useSegments(): readonly Segment[] {
  return useQuery(segmentsQuery.few()).data ?? NONE;
}

/** A segment changes what lists that use it show. */
function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([keys.segments, keys.customers].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

interface SegmentInput {
  readonly name: string;
  readonly conditions: Record<string, unknown>;
}

export function useCreateSegment() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: SegmentInput) => bodyOf(api.POST('/api/segments', { body })),
    onSuccess,
  });
}

export function useUpdateSegment() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & Partial<SegmentInput>) =>
      bodyOf(api.PATCH('/api/segments/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useDuplicateSegment() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.POST('/api/segments/{id}/duplicate', { params: { path: { id } } })),
    onSuccess,
  });
}

export function useDeleteSegment() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.DELETE('/api/segments/{id}', { params: { path: { id } } })),
    onSuccess,
  });
}
