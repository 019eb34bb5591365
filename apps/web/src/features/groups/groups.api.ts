import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { notify } from '../../lib/notify';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Group = Schemas['GroupResponse'];
export type GroupMember = Schemas['GroupMemberResponse'];
export type Membership = Schemas['MembershipResponse'];
export type DeliveryState = Schemas['DeliveryState'];
export type GroupColour = Schemas['GroupColour'];

export const DELIVERY_STATES = ['active', 'stopped', 'banned'] as const satisfies readonly DeliveryState[];
export const GROUP_COLOURS = [
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
  'red',
  'pink',
  'grape',
  'violet',
  'gray',
] as const satisfies readonly GroupColour[];

/** Queries of groups and who is in them. */
export const groupsQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.groups, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/groups', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
      ...keysetPages,
    }),
  /** For pickers: the first two hundred, which is more than anybody chooses from a list. */
  few: () =>
    queryOptions({
      queryKey: [...keys.groups, 'few'],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/groups', { params: { query: { limit: 200 } }, signal })),
      select: (page) => page.items,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.groups, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/groups/{id}', { params: { path: { id } }, signal })),
    }),
  members: (id: string, filter: { readonly state?: DeliveryState; readonly q?: string }) =>
    infiniteQueryOptions({
      queryKey: [...keys.groups, 'members', id, filter],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(
          api.GET('/api/groups/{id}/members', {
            params: { path: { id }, query: { ...filter, cursor: pageParam, limit: 100 } },
            signal,
          }),
        ),
      ...keysetPages,
    }),
  membershipsOf: (customerId: string) =>
    queryOptions({
      queryKey: [...keys.groups, 'memberships-of', customerId],
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/customers/{id}/memberships', { params: { path: { id: customerId } }, signal })),
      select: (answer) => answer.items,
    }),
};

const NONE: readonly Group[] = [];

/** Every group for choosing, or none while they load. */
export function useGroups(): readonly Group[] {
  return useQuery(groupsQuery.few()).data ?? NONE;
}

function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [keys.groups, keys.customers, keys.home].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}

export function useCreateGroup() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['CreateGroupRequest']) => bodyOf(api.POST('/api/groups', { body })),
    onSuccess,
  });
}

export function useUpdateGroup(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['UpdateGroupRequest']) =>
      bodyOf(api.PATCH('/api/groups/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

/** Deletes the group, then calls `leave`, which leaves its page: otherwise the page would ask for what is gone. */
export function useDeleteGroup(id: string) {
  const queryClient = useQueryClient();
  const changed = useChanged();
  return useMutation({
    mutationFn: async (leave: () => Promise<void>) => {
      await bodyOf(api.DELETE('/api/groups/{id}', { params: { path: { id } } }));
      await leave();
    },
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: groupsQuery.detail(id).queryKey });
      await changed();
    },
  });
}

/** Puts some customers into a group at once; all that a search finds go in by a bulk operation. */
export function useAddMembers() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ groupId, ...body }: Schemas['AddMembersRequest'] & { readonly groupId: string }) =>
      bodyOf(api.POST('/api/groups/{id}/members', { params: { path: { id: groupId } }, body })),
    onSuccess,
  });
}

/** Says what came of putting customers into a group, also that some are not mailed there. */
export function useTellAdded(): (group: string, added: Schemas['AddMembersResponse']) => void {
  const { t } = useTranslation();
  return (group, { addedCount, alreadyCount, heldBackCount }) => {
    notify(t('groups.add.done', { group, added: addedCount, already: alreadyCount }));
    if (heldBackCount > 0) notify(t('groups.add.heldBack', { count: heldBackCount }));
  };
}

interface MemberOf {
  readonly groupId: string;
  readonly customerId: string;
}

export function useSetMemberState() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ groupId, customerId, deliveryState }: MemberOf & { readonly deliveryState: DeliveryState }) =>
      bodyOf(
        api.PATCH('/api/groups/{id}/members/{customerId}', {
          params: { path: { id: groupId, customerId } },
          body: { deliveryState },
        }),
      ),
    onSuccess,
  });
}

export function useRemoveMember() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ groupId, customerId }: MemberOf) =>
      bodyOf(api.DELETE('/api/groups/{id}/members/{customerId}', { params: { path: { id: groupId, customerId } } })),
    onSuccess,
  });
}
