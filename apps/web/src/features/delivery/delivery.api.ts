import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Delivery = Schemas['DeliveryResponse'];
export type DeliveryFunnel = Schemas['DeliveryFunnel'];
export type Estimate = Schemas['EstimateResponse'];
export type HeldRecipient = Schemas['HeldRecipient'];
export type HeldDecision = Schemas['HeldDecision'];
export type MailingCheck = Schemas['MailingCheckResponse'];

/** Who a delivery goes to: those of the group who match the conditions (JSON) and the segment (id); empty: everybody. */
export interface Audience {
  readonly groupId: string;
  readonly conditions: string;
  readonly segmentId: string;
}

const filterOf = ({ conditions, segmentId }: Audience) => ({
  filter: conditions === '' ? null : (JSON.parse(conditions) as Record<string, unknown>),
  ...(segmentId === '' ? {} : { segmentId }),
});

/** Queries of deliveries that wait, run or are paused, and of what one would do before it is made. */
export const deliveriesQuery = {
  current: () =>
    queryOptions({
      queryKey: [...keys.deliveries, 'current'],
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/deliveries', { params: { query: { state: 'current', limit: 200 } }, signal })),
      select: (page) => page.items,
    }),
  /** For pickers: the latest that have begun, more than retention keeps the recipients of. */
  delivered: () =>
    queryOptions({
      queryKey: [...keys.deliveries, 'delivered'],
      staleTime: 60_000,
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/deliveries', { params: { query: { state: 'all', limit: 200 } }, signal })),
      select: (page) => page.items.filter((delivery) => delivery.startedAt !== null),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.deliveries, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/deliveries/{id}', { params: { path: { id } }, signal })),
    }),
  held: (id: string) =>
    infiniteQueryOptions({
      queryKey: [...keys.deliveries, 'held', id],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(
          api.GET('/api/deliveries/{id}/held', {
            params: { path: { id }, query: { cursor: pageParam, limit: 100 } },
            signal,
          }),
        ),
      ...keysetPages,
    }),
  /** Counts of this moment, so never taken from the cache without asking again. */
  estimate: (audience: Audience) =>
    queryOptions({
      queryKey: [...keys.deliveries, 'estimate', audience],
      enabled: audience.groupId !== '',
      staleTime: 0,
      queryFn: ({ signal }) =>
        bodyOf(
          api.POST('/api/deliveries/estimate', {
            body: { groupId: audience.groupId, ...filterOf(audience) },
            signal,
          }),
        ),
    }),
  /** The mailing that is about to be delivered, and what is wrong with it. */
  mailing: (id: string) =>
    queryOptions({
      queryKey: [...keys.mailings, 'to-deliver', id],
      staleTime: 0,
      queryFn: ({ signal }) => bodyOf(api.GET('/api/mailings/{id}', { params: { path: { id } }, signal })),
    }),
  checks: (mailingId: string) =>
    queryOptions({
      queryKey: [...keys.mailings, 'checks-to-deliver', mailingId],
      staleTime: 0,
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/mailings/{id}/checks', { params: { path: { id: mailingId } }, signal })),
    }),
};

function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [keys.deliveries, keys.history, keys.reports, keys.home, keys.mailings].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}

interface NewDelivery {
  readonly mailingId: string;
  readonly audience: Audience;
  /** null: at once */
  readonly startsAt: string | null;
  /** the same key makes one delivery only, however often the button is pressed */
  readonly idempotencyKey: string;
}

export function useCreateDelivery() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ mailingId, audience, startsAt, idempotencyKey }: NewDelivery) =>
      bodyOf(
        api.POST('/api/deliveries', {
          body: { mailingId, groupId: audience.groupId, ...filterOf(audience), startsAt, idempotencyKey },
        }),
      ),
    onSuccess,
  });
}

export type DeliveryMove = 'pause' | 'resume' | 'cancel';

/** Pauses, resumes or cancels; the answer is the delivery as it is then. */
export function useMoveDelivery(id: string) {
  const onSuccess = useChanged();
  const params = { params: { path: { id } } };
  return useMutation({
    mutationFn: (move: DeliveryMove) => {
      if (move === 'pause') return bodyOf(api.POST('/api/deliveries/{id}/pause', params));
      if (move === 'resume') return bodyOf(api.POST('/api/deliveries/{id}/resume', params));
      return bodyOf(api.POST('/api/deliveries/{id}/cancel', params));
    },
    onSuccess,
  });
}

export function useReschedule(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (startsAt: string | null) =>
      bodyOf(api.POST('/api/deliveries/{id}/reschedule', { params: { path: { id } }, body: { startsAt } })),
    onSuccess,
  });
}

/** Decides for one held person, or for all of them when no recipient is named. */
export function useDecideHeld(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ recipientId, decision }: { recipientId?: string; decision: HeldDecision }) =>
      recipientId === undefined
        ? bodyOf(api.POST('/api/deliveries/{id}/held', { params: { path: { id } }, body: { decision } }))
        : bodyOf(
            api.POST('/api/deliveries/{id}/held/{recipientId}', {
              params: { path: { id, recipientId } },
              body: { decision },
            }),
          ),
    onSuccess,
  });
}
