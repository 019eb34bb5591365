import type { TFunction } from 'i18next';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import type { Customer } from './customers.api';

export type CustomerField = Schemas['CustomerFieldResponse'];
export type FieldType = CustomerField['type'];
export type FieldValue = Customer['fields'][string];

export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'date',
  'single_choice',
  'multiple_choice',
  'checkbox',
  'prefecture',
  'phone',
  'postal_code',
] as const satisfies readonly FieldType[];

export const WHILE_CONVERTING_MS = 1_000;

export const isChoice = (type: FieldType): boolean => type === 'single_choice' || type === 'multiple_choice';

/** Types whose values are text that can be searched. */
export const isTextual = (type: FieldType): boolean =>
  type === 'text' || type === 'long_text' || type === 'phone' || type === 'postal_code';

/** All fields in use, in their order; asked again and again while values of one are being converted. */
export const customerFieldsQuery = queryOptions({
  queryKey: keys.customerFields,
  staleTime: 60_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/customer-fields', { signal })),
  refetchInterval: ({ state }) => (state.data?.items.some((field) => field.conversion) ? WHILE_CONVERTING_MS : false),
  select: (answer) => answer.items,
});

const NONE: readonly CustomerField[] = [];

/** The fields, or none while they load. */
export function useCustomerFields(): readonly CustomerField[] {
  return useQuery(customerFieldsQuery).data ?? NONE;
}

/** Refreshes everything that shows fields or values of them. */
export function useFieldsChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [keys.customerFields, keys.customers, keys.mergeTags].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}

export function useCreateField() {
  const onSuccess = useFieldsChanged();
  return useMutation({
    mutationFn: (body: Schemas['CreateCustomerFieldRequest']) => bodyOf(api.POST('/api/customer-fields', { body })),
    onSuccess,
  });
}

export function useUpdateField(id: string) {
  const onSuccess = useFieldsChanged();
  return useMutation({
    mutationFn: (body: Schemas['UpdateCustomerFieldRequest']) =>
      bodyOf(api.PATCH('/api/customer-fields/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useDeleteField() {
  const onSuccess = useFieldsChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.DELETE('/api/customer-fields/{id}', { params: { path: { id } } })),
    onSuccess,
  });
}

/** The new order is shown at once; a refusal brings the old one back. */
export function useOrderFields() {
  const queryClient = useQueryClient();
  const { queryKey } = customerFieldsQuery;
  return useMutation({
    mutationFn: (fieldIds: string[]) => bodyOf(api.PUT('/api/customer-fields/order', { body: { fieldIds } })),
    onMutate: async (fieldIds) => {
      await queryClient.cancelQueries({ queryKey, exact: true });
      queryClient.setQueryData(queryKey, (old) =>
        old ? { items: fieldIds.flatMap((id) => old.items.find((field) => field.id === id) ?? []) } : old,
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey, exact: true }),
  });
}

type Choice = CustomerField['choices'][number];

/** The codes of JIS X 0401, in their order: from Hokkaido to Okinawa. */
const PREFECTURE_CODES = Array.from({ length: 47 }, (_, index) => String(index + 1).padStart(2, '0'));

/** What can be chosen in a field: its own choices, or the prefectures in the reader's language; otherwise nothing. */
export function fieldChoices(t: TFunction, field: Pick<CustomerField, 'type' | 'choices'>): readonly Choice[] {
  if (field.type !== 'prefecture') return field.choices;
  return PREFECTURE_CODES.map((id) => ({ id, label: t(`prefectures.${id}` as 'prefectures.13'), retired: false }));
}

/** A stored value as it is shown: choices by their label, days as YYYY/MM/DD, yes or no. Empty text when there is none. */
export function fieldValueText(t: TFunction, field: CustomerField, value: FieldValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return t(value ? 'customers.checkbox.yes' : 'customers.checkbox.no');
  const label = (id: string) => fieldChoices(t, field).find((choice) => choice.id === id)?.label ?? id;
  if (Array.isArray(value)) return value.map((id) => label(String(id))).join('、');
  const text = String(value);
  if (field.type === 'single_choice' || field.type === 'prefecture') return label(text);
  return field.type === 'date' ? text.replaceAll('-', '/') : text;
}

const NAME_LABEL = /氏名|名前|お名前|^name$|full ?name/i;

/** The field that names a customer on screens: the one called so, otherwise the first text field. */
export function nameFieldOf(fields: readonly CustomerField[]): CustomerField | null {
  const texts = fields.filter((field) => field.type === 'text');
  return texts.find((field) => NAME_LABEL.test(field.label)) ?? texts[0] ?? null;
}

/** What to call a customer: the name if there is one, otherwise the address. */
export function customerName(customer: Pick<Customer, 'email' | 'fields'>, fields: readonly CustomerField[]): string {
  const field = nameFieldOf(fields);
  const name = field ? customer.fields[field.id] : undefined;
  return typeof name === 'string' ? name : customer.email;
}
