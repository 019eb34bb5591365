import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { useFieldsChanged, WHILE_CONVERTING_MS } from './customer-fields.api';

export type RetiredField = Schemas['RetiredCustomerFieldResponse'];
export type FieldTypePreview = Schemas['FieldTypePreviewResponse'];

/** Fields out of use, the latest first; asked again and again while values are being converted out of one. */
export const retiredFieldsQuery = queryOptions({
  queryKey: [...keys.customerFields, 'retired'],
  staleTime: 10_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/customer-fields/retired', { signal })),
  refetchInterval: ({ state }) =>
    state.data?.items.some((field) => field.replacement?.isFinished === false) ? WHILE_CONVERTING_MS : false,
  select: (answer) => answer.items,
});

/** How many customers have a value of a field, and how many scheduled deliveries speak of it. Takes a second for a million. */
export const fieldUsageQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.customerFields, 'usage', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/customer-fields/{id}/usage', { params: { path: { id } }, signal })),
  });

/** What another type or restriction would do to the values of a field. */
export const typePreviewQuery = (id: string, body: Schemas['PreviewFieldTypeRequest']) =>
  queryOptions({
    queryKey: [...keys.customerFields, 'preview', id, body],
    staleTime: 10_000,
    retry: false,
    queryFn: ({ signal }) =>
      bodyOf(api.POST('/api/customer-fields/{id}/type-preview', { params: { path: { id } }, body, signal })),
  });

export function useChangeFieldType(id: string) {
  const onSuccess = useFieldsChanged();
  return useMutation({
    mutationFn: (body: Schemas['ChangeFieldTypeRequest']) =>
      bodyOf(api.PUT('/api/customer-fields/{id}/type', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useRestoreField(id: string) {
  const onSuccess = useFieldsChanged();
  return useMutation({
    mutationFn: (body: Schemas['RestoreCustomerFieldRequest']) =>
      bodyOf(api.POST('/api/customer-fields/{id}/restore', { params: { path: { id } }, body })),
    onSuccess,
  });
}
