import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type Consent = Schemas['ConsentResponse'];
export type ConsentBasis = Schemas['ConsentBasis'];
export type ConsentInput = Schemas['ConsentRequest'];

/** In the order in which they are chosen. */
export const CONSENT_BASES = [
  'form',
  'paper',
  'business_card',
  'business_relation',
  'published_address',
  'other',
] as const satisfies readonly ConsentBasis[];

/** Consents of one customer, newest first. */
export const consentsQuery = (customerId: string) =>
  queryOptions({
    queryKey: [...keys.consents, customerId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/customers/{id}/consents', { params: { path: { id: customerId } }, signal })),
    select: (answer) => answer.items,
  });

/** The address of the CSV file of one customer's consents, or of all (null). */
export const consentsCsvUrl = (customerId: string | null, encoding: 'utf-8' | 'cp932'): string =>
  `/api/${customerId === null ? 'consents' : `customers/${customerId}/consents`}.csv?encoding=${encoding}`;

function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([keys.consents, keys.customers].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function useAddConsent(customerId: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: ConsentInput) =>
      bodyOf(api.POST('/api/customers/{id}/consents', { params: { path: { id: customerId } }, body })),
    onSuccess,
  });
}

export function useWithdrawConsent(customerId: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (consentId: string) =>
      bodyOf(
        api.POST('/api/customers/{id}/consents/{consentId}/withdraw', {
          params: { path: { id: customerId, consentId } },
        }),
      ),
    onSuccess,
  });
}

/** Consents of an address that is typed, whether or not it is a customer now. */
export function useConsentLookUp() {
  return useMutation({
    mutationFn: (email: string) => bodyOf(api.POST('/api/consents/look-up', { body: { email } })),
  });
}
