import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api';

/** Called for every failed request, so that the shell can react to an ended session in one place. */
export type OnProblem = (problem: ApiProblem) => void;

/** The client store. Refusals (4xx) are final: only unreachable servers and 5xx are tried again, twice. */
export function createQueryClient(onProblem: OnProblem): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiProblem) onProblem(error);
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && (!(error instanceof ApiProblem) || isPassing(error)),
      },
    },
  });
}

const isPassing = (problem: ApiProblem): boolean => problem.status === 0 || problem.status >= 500;
