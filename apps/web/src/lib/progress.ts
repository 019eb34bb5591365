import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Schemas } from './api';
import { keys } from './query-keys';

export type Progress = Schemas['ProgressEvent'];

const POLL_MS = 5000;
/** What changes when something that was in motion has ended, or while the stream is cut. */
const MOVING = [
  keys.home,
  keys.deliveries,
  keys.history,
  keys.imports,
  keys.bulkOperations,
  keys.customerExports,
  keys.customers,
  keys.groups,
];

/**
 * Deliveries, imports, bulk operations and exports in motion, live: one EventSource per tab for all who call this, closed when nobody does or the
 * tab is hidden. `isLive` is false while it is cut; the queries of moving things are then refreshed every 5 seconds.
 */
export function useProgress(): { readonly progress: Progress | null; readonly isLive: boolean } {
  const queryClient = useQueryClient();
  const [isLive, setLive] = useState(true);
  const { data } = useQuery<Progress | null>({
    queryKey: keys.progress,
    queryFn: () => null,
    enabled: false,
    initialData: null,
  });
  useEffect(() => follow(queryClient, setLive), [queryClient]);
  return { progress: data, isLive };
}

/** The delivery in motion with this id, or null when it is not moving (or not yet known to be). */
export function useDeliveryProgress(id: string): Progress['deliveries'][number] | null {
  return useProgress().progress?.deliveries.find((delivery) => delivery.id === id) ?? null;
}

/** The running import with this id, or null. */
export function useImportProgress(id: string): Progress['imports'][number] | null {
  return useProgress().progress?.imports.find((one) => one.id === id) ?? null;
}

/** The bulk operation in motion with this id, or null. */
export function useOperationProgress(id: string): Progress['bulkOperations'][number] | null {
  return useProgress().progress?.bulkOperations.find((one) => one.id === id) ?? null;
}

/** The export of customers in motion with this id, or null. */
export function useExportProgress(id: string): Progress['exports'][number] | null {
  return useProgress().progress?.exports.find((one) => one.id === id) ?? null;
}

type Listener = (isLive: boolean) => void;
const listeners = new Set<Listener>();
let stop: (() => void) | null = null;

function follow(queryClient: QueryClient, listener: Listener): () => void {
  listeners.add(listener);
  stop ??= openStream(queryClient);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = null;
  };
}

function openStream(queryClient: QueryClient): () => void {
  let source: EventSource | null = null;
  let polling: ReturnType<typeof setInterval> | undefined;
  const tell = (isLive: boolean) => listeners.forEach((listener) => listener(isLive));
  const poll = (on: boolean) => {
    clearInterval(polling);
    polling = on ? setInterval(again, POLL_MS) : undefined;
  };
  /** A refused stream (a server that restarts, say) stays closed by itself: it is opened anew. */
  const again = () => {
    refresh(queryClient);
    connect();
  };
  const connect = () => {
    if (source !== null && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource('/api/progress');
    source.addEventListener('open', () => {
      poll(false);
      tell(true);
    });
    source.addEventListener('message', (event: MessageEvent<string>) =>
      receive(queryClient, JSON.parse(event.data) as Progress),
    );
    source.addEventListener('error', () => {
      poll(true);
      tell(false);
    });
  };
  const disconnect = () => {
    source?.close();
    source = null;
    poll(false);
  };
  const onVisibility = () => {
    if (document.hidden) return disconnect();
    connect();
    refresh(queryClient);
  };
  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) connect();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    disconnect();
    queryClient.removeQueries({ queryKey: keys.progress });
  };
}

/** Keeps the newest event; when something is no longer listed it has ended, and its pages are read again. */
function receive(queryClient: QueryClient, next: Progress): void {
  const before = queryClient.getQueryData<Progress | null>(keys.progress);
  queryClient.setQueryData(keys.progress, next);
  const running = new Set(idsOf(next));
  if (before && idsOf(before).some((id) => !running.has(id))) refresh(queryClient);
}

const idsOf = (progress: Progress): string[] => [
  ...progress.deliveries.map((delivery) => `delivery ${delivery.id}`),
  ...progress.imports.map((one) => `import ${one.id}`),
  ...progress.bulkOperations.map((one) => `operation ${one.id}`),
  ...progress.exports.map((one) => `export ${one.id}`),
];

function refresh(queryClient: QueryClient): void {
  for (const queryKey of MOVING) void queryClient.invalidateQueries({ queryKey });
}
