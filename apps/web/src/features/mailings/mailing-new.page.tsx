import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../ui/error-state';
import { PageSkeleton } from '../../ui/page-skeleton';
import { usePageTitle } from '../../ui/page-title';
import { useUser } from '../users/session.api';
import { useBeginMailing } from './mailings.api';

/** Makes a draft and opens it; `?group=` says for which group. */
export function MailingNewPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { mutate, error } = useBeginMailing();
  const author = useUser()?.name ?? '';
  const isAsked = useRef(false);
  usePageTitle(t('mailings.edit.title'));
  const begin = () =>
    mutate(
      { author, groupId: params.get('group') },
      { onSuccess: (mailing) => void navigate(`/mailings/${mailing.id}/edit`, { replace: true }) },
    );
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    begin();
  });
  return error ? <ErrorState error={error} onRetry={begin} /> : <PageSkeleton rows={8} />;
}
