import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../users/session.api';
import { mailingsQuery } from './mailings.api';
import { readableText, tagLabels } from './merge-tag-text';

/** Subjects as operators read them: '{{name|お客}} 様へ' is 'お名前 様へ', one that is not written yet says so. */
export function useSubjectText(): (subject: string) => string {
  const { t } = useTranslation();
  const { data } = useQuery({ ...mailingsQuery.mergeTags, enabled: useMay('mailing.read') });
  const labels = useMemo(() => tagLabels(data ?? [], t), [data, t]);
  return useCallback(
    (subject) => (subject.trim() === '' ? t('mailings.untitled') : readableText(subject, labels)),
    [labels, t],
  );
}
