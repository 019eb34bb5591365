import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Import = Schemas['ImportResponse'];
export type ImportPreview = Schemas['ImportPreviewResponse'];
export type ImportState = Import['state'];
export type Encoding = Import['encoding'];
export type Delimiter = Import['delimiter'];
export type StartImport = Schemas['StartImportRequest'];
export type Rehearsal = Schemas['RehearsalResponse'];
export type UndoScope = Schemas['UndoScopeResponse'];
export type Operation = Import['operation'];
export type OutcomeName = Import['outcomes'][number]['outcome'];

/** Everything that is chosen before the start, nothing left open. */
export type ImportSetup = Required<Omit<StartImport, 'groupId' | 'consent'>> & {
  readonly groupId: string | null;
  readonly consent: NonNullable<StartImport['consent']> | null;
};

export const OPERATIONS = ['register', 'stop', 'allow', 'ban', 'delete'] as const satisfies readonly Operation[];

export const OUTCOME_CLASSES = ['success', 'failed', 'other', 'stopped'] as const;
export type OutcomeClass = (typeof OUTCOME_CLASSES)[number];

/** How the file is to be read, where it differs from what was detected. */
export interface ReadAs {
  readonly encoding?: Encoding;
  readonly delimiter?: Delimiter;
}

/** The choices that change what an import would do: neither consent nor report does. */
function rehearsedSettings(setup: ImportSetup): Omit<ImportSetup, 'consent' | 'report'> {
  const settings: { -readonly [K in keyof ImportSetup]?: ImportSetup[K] } = { ...setup };
  delete settings.consent;
  delete settings.report;
  return settings as Omit<ImportSetup, 'consent' | 'report'>;
}

/** Queries of CSV imports. */
export const importsQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.imports, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/imports', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
      ...keysetPages,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.imports, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/imports/{id}', { params: { path: { id } }, signal })),
      // the progress stream tells of runs, not of undos
      refetchInterval: ({ state: { data } }) => (data?.state === 'undoing' ? LOOK_EVERY_MS : false),
    }),
  preview: (id: string, readAs: ReadAs) =>
    queryOptions({
      queryKey: [...keys.imports, 'preview', id, readAs],
      staleTime: Infinity,
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/imports/{id}/preview', { params: { path: { id }, query: readAs }, signal })),
    }),
  /** What would become of the rows with these settings: asked for at first, then looked at until it is there. */
  rehearsal: (id: string, setup: ImportSetup) => {
    const settings = rehearsedSettings(setup);
    return queryOptions({
      queryKey: [...keys.imports, 'rehearsal', id, settings],
      gcTime: 0,
      staleTime: Infinity,
      queryFn: async ({ client, queryKey, signal }): Promise<Rehearsal> => {
        const params = { path: { id } };
        if (client.getQueryData(queryKey) === undefined)
          return bodyOf(api.POST('/api/imports/{id}/rehearsal', { params, body: settings, signal }));
        return bodyOf(api.GET('/api/imports/{id}/rehearsal', { params, signal }));
      },
      refetchInterval: ({ state: { data } }) => (data && isRehearsing(data) ? LOOK_EVERY_MS : false),
    });
  },
  /** What an undo would take back. */
  undoScope: (id: string) =>
    queryOptions({
      queryKey: [...keys.imports, 'undo', id],
      gcTime: 0,
      queryFn: ({ signal }) => bodyOf(api.GET('/api/imports/{id}/undo', { params: { path: { id } }, signal })),
    }),
};

const LOOK_EVERY_MS = 700;

export const isRehearsing = ({ state }: Rehearsal): boolean => state === 'queued' || state === 'running';

/** Where the result rows of one class (or all) are downloaded from; the browser follows it as a link. */
export function resultHref(id: string, only: OutcomeClass | null, encoding: Encoding): string {
  const query = new URLSearchParams({ ...(only ? { class: only } : {}), encoding });
  return `/api/imports/${id}/result.csv?${query}`;
}

function useChanged() {
  const queryClient = useQueryClient();
  return (changed?: Import) => {
    if (changed) queryClient.setQueryData(importsQuery.detail(changed.id).queryKey, changed);
    return queryClient.invalidateQueries({ queryKey: [...keys.imports, 'list'] });
  };
}

/** Announces a file; its content follows by uploadFile. */
export function useCreateImport() {
  return useMutation({
    mutationFn: (file: { readonly name: string; readonly size: number }) =>
      bodyOf(api.POST('/api/imports', { body: { fileName: file.name, fileBytes: Math.max(1, file.size) } })),
  });
}

export function useStartImport(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: StartImport) => bodyOf(api.POST('/api/imports/{id}/start', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useCancelImport(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/imports/{id}/cancel', { params: { path: { id } } })),
    onSuccess,
  });
}

/** Takes an import back where nothing has changed since. */
export function useUndoImport(id: string) {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/imports/{id}/undo', { params: { path: { id } } })),
    onSuccess,
  });
}

/** Forgets a file that was never started. */
export function useDiscardImport() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.DELETE('/api/imports/{id}', { params: { path: { id } } })),
    onSuccess: () => changed(),
  });
}
