import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Mailing = Schemas['MailingResponse'];
export type MailingRow = Schemas['MailingListItem'];
export type MailFormat = Schemas['MailFormat'];
export type MergeTag = Schemas['MergeTagResponse'];
export type MailingCheck = Schemas['MailingCheckResponse'];
export type Preview = Schemas['PreviewResponse'];
export type TestSendResult = Schemas['TestSendResult'];
export type LatestDelivery = Schemas['LatestDelivery'];

/** What an author writes; the rest of a mailing is the server's. */
export type MailingContent = Pick<
  Mailing,
  'groupId' | 'senderAddressId' | 'format' | 'subject' | 'textBody' | 'htmlBody' | 'trackLinks' | 'trackOpens'
>;

/** Queries of mailings and what helps to write them. */
export const mailingsQuery = {
  list: (q: string) =>
    infiniteQueryOptions({
      queryKey: [...keys.mailings, 'list', q],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(
          api.GET('/api/mailings', {
            params: { query: { ...(q === '' ? {} : { q }), cursor: pageParam, limit: 50 } },
            signal,
          }),
        ),
      ...keysetPages,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.mailings, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/mailings/{id}', { params: { path: { id } }, signal })),
    }),
  /** Of the version that is saved. */
  checks: (id: string, version: number) =>
    queryOptions({
      queryKey: [...keys.mailings, 'checks', id, version],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/mailings/{id}/checks', { params: { path: { id } }, signal })),
    }),
  preview: (id: string, draft: MailingContent, customerId: string | null) =>
    queryOptions({
      queryKey: [...keys.mailings, 'preview', id, customerId, draft],
      gcTime: 30_000,
      queryFn: ({ signal }) =>
        bodyOf(
          api.POST('/api/mailings/{id}/preview', { params: { path: { id } }, body: { customerId, draft }, signal }),
        ),
    }),
  mergeTags: queryOptions({
    queryKey: keys.mergeTags,
    staleTime: 60_000,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/merge-tags', { signal })),
  }),
  /** The latest delivery of each of these mailings that has one. */
  latestDeliveries: (ids: readonly string[]) =>
    queryOptions({
      queryKey: [...keys.deliveries, 'latest', ids],
      enabled: ids.length > 0,
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/deliveries/latest', { params: { query: { mailingIds: ids.join(',') } }, signal })),
    }),
};

/** The requests of the composer, which keeps its own state of saving (see DraftKeeper). */
export const saveMailing = (id: string, version: number, content: Partial<MailingContent>): Promise<Mailing> =>
  bodyOf(api.PATCH('/api/mailings/{id}', { params: { path: { id } }, body: { version, ...content } }));
export const loadMailing = (id: string): Promise<Mailing> =>
  bodyOf(api.GET('/api/mailings/{id}', { params: { path: { id } } }));

/** Lists and home change with a mailing; its own page keeps what it shows. */
export function useMailingsChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([[...keys.mailings, 'list'], keys.home].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** A draft to begin with: one that this author began before and never wrote in, else a new one. */
export function useBeginMailing() {
  const queryClient = useQueryClient();
  const changed = useMailingsChanged();
  return useMutation({
    mutationFn: async ({ author, groupId }: { author: string; groupId: string | null }) => {
      const begun = await findBlankDraft(author);
      if (begun === null)
        return bodyOf(api.POST('/api/mailings', { body: { format: 'text', ...(groupId ? { groupId } : {}) } }));
      return begun.groupId === groupId ? begun : saveMailing(begun.id, begun.version, { groupId });
    },
    onSuccess: (mailing) => {
      queryClient.setQueryData(mailingsQuery.detail(mailing.id).queryKey, mailing);
      return changed();
    },
  });
}

/** Among the newest: whoever opens the composer and leaves again does not want a list of nothings. */
async function findBlankDraft(author: string): Promise<Mailing | null> {
  const { items } = await bodyOf(api.GET('/api/mailings', { params: { query: { limit: 20 } } }));
  const candidate = items.find(({ subject, authorName }) => subject === '' && authorName === author);
  if (candidate === undefined) return null;
  const mailing = await loadMailing(candidate.id);
  return mailing.textBody === '' && mailing.htmlBody === '' ? mailing : null;
}

export function useCopyMailing() {
  const onSuccess = useMailingsChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.POST('/api/mailings/{id}/copy', { params: { path: { id } } })),
    onSuccess,
  });
}

export function useDeleteMailing() {
  const queryClient = useQueryClient();
  const changed = useMailingsChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.DELETE('/api/mailings/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => {
      queryClient.removeQueries({ queryKey: mailingsQuery.detail(id).queryKey });
      return changed();
    },
  });
}

export function useTestSend(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['TestSendRequest']) =>
      bodyOf(api.POST('/api/mailings/{id}/test-send', { params: { path: { id } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...keys.mailings, 'checks', id] }),
  });
}
