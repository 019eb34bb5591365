import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiProblem } from '../../lib/api';
import { ErrorState } from '../../ui/error-state';
import { PageSkeleton } from '../../ui/page-skeleton';
import { Composer } from './composer';
import { mailingsQuery } from './mailings.api';

/** The composer of one mailing. It starts from what is on the server now: an old copy would end in a conflict. */
export function MailingEditPage() {
  const { id = '' } = useParams();
  const { data, error, isFetchedAfterMount, refetch } = useQuery({
    ...mailingsQuery.detail(id),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    throwOnError: (problem) => problem instanceof ApiProblem && problem.status === 404,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || !isFetchedAfterMount) return <PageSkeleton rows={8} />;
  return <Composer key={id} mailing={data} />;
}
