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

/** A stored value as it is shown: choices by their label, days as YYYY/MM/DD. Empty text when there is none. */
export function fieldValueText(field: CustomerField, value: FieldValue | undefined): string {
  if (value === undefined) return '';
  const label = (id: string) => field.choices.find((choice) => choice.id === id)?.label ?? id;
  if (Array.isArray(value)) return value.map((id) => label(String(id))).join('、');
  const text = String(value);
  if (field.type === 'single_choice') return label(text);
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
  const name = field ? fieldValueText(field, customer.fields[field.id]) : '';
  return name === '' ? customer.email : name;
}
