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

/** All fields in use, in their order. */
export const customerFieldsQuery = queryOptions({
  queryKey: keys.customerFields,
  staleTime: 60_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/customer-fields', { signal })),
  select: (answer) => answer.items,
});

const NONE: readonly CustomerField[] = [];

/** The fields, or none while they load. */
export function useCustomerFields(): readonly CustomerField[] {
  return useQuery(customerFieldsQuery).data ?? NONE;
}

function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [keys.customerFields, keys.customers, keys.mergeTags].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}

export function useCreateField() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['CreateCustomerFieldRequest']) => bodyOf(api.POST('/api/customer-fields', { body })),
    onSuccess,
  });
}

export function useUpdateField(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['UpdateCustomerFieldRequest']) =>
      bodyOf(api.PATCH('/api/customer-fields/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useDeleteField() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.DELETE('/api/customer-fields/{id}', { params: { path: { id } } })),
    onSuccess,
  });
}

export function useOrderFields() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (fieldIds: string[]) => bodyOf(api.PUT('/api/customer-fields/order', { body: { fieldIds } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.customerFields }),
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
