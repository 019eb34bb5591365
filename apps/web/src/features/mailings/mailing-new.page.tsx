import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../ui/error-state';
import { PageSkeleton } from '../../ui/page-skeleton';
import { usePageTitle } from '../../ui/page-title';
import { useCreateMailing } from './mailings.api';

/** Makes a draft and opens it; `?groupId=` says for which group. */
export function MailingNewPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { mutate, error } = useCreateMailing();
  const groupId = params.get('groupId');
  const isAsked = useRef(false);
  usePageTitle(t('mailings.edit.title'));
  const make = () =>
    mutate(
      { format: 'text', ...(groupId ? { groupId } : {}) },
      {
        onSuccess: (mailing) => void navigate(`/mailings/${mailing.id}/edit`, { replace: true }),
      },
    );
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    make();
  });
  return error ? <ErrorState error={error} onRetry={make} /> : <PageSkeleton rows={8} />;
}
