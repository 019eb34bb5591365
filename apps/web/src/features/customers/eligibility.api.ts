import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type Eligibility = Schemas['EligibilityResponse'];
export type EligibilityReason = Schemas['EligibilityReason'];

/** Would this customer get the next mail to each group, and if not, why not. */
export const eligibilityQuery = (customerId: string) =>
  queryOptions({
    queryKey: [...keys.customers, 'eligibility', customerId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/customers/{id}/eligibility', { params: { path: { id: customerId } }, signal })),
    select: (answer) => answer.items,
  });
