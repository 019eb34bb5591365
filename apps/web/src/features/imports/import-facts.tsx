import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { FactList } from '../../ui/fact-list';
import type { Import } from './imports.api';
import { useTargets } from './targets';

/** How the file was read and taken in, and when. */
export function ImportFacts({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { labelOf } = useTargets();
  const isUsed = (target: string) => target === 'email' || (target !== 'ignore' && one.operation !== 'delete');
  const used = one.mapping.filter(isUsed).map(labelOf);
  const existing = one.overwrite
    ? [
        t('imports.confirm.existingOverwrite'),
        t(one.emptyCells === 'keep' ? 'imports.confirm.emptyKeep' : 'imports.confirm.emptyBlank'),
      ]
    : [t('imports.confirm.existingKeep')];
  return (
    <FactList
      facts={[
        {
          label: t('imports.confirm.file'),
          value: t('imports.detail.summary', { count: one.counts.rows, size: format.bytes(one.fileBytes) }),
        },
        {
          label: t('imports.confirm.format'),
          value: format.list([
            t(`imports.mapping.encodings.${one.encoding}`),
            t(one.hasHeader ? 'imports.confirm.withHeader' : 'imports.confirm.withoutHeader'),
          ]),
        },
        { label: t('imports.confirm.columns'), value: format.list(used) },
        ...(one.operation === 'register'
          ? [
              { label: t('imports.confirm.existing'), value: format.list(existing) },
              { label: t('imports.confirm.group'), value: one.group?.name ?? t('imports.confirm.groupNone') },
              { label: t('imports.confirm.consent'), value: consentOf(one) },
            ]
          : []),
        { label: t('imports.confirm.report'), value: t(`imports.options.reports.${one.report}`) },
        { label: t('imports.detail.by'), value: one.createdBy },
        { label: t('imports.detail.createdAt'), value: format.dateTime(one.createdAt) },
        { label: t('imports.detail.startedAt'), value: format.dateTime(one.startedAt) },
        { label: t('imports.detail.finishedAt'), value: ended(one) },
      ]}
    />
  );

  function consentOf({ consent }: Import): string {
    if (!consent) return t('imports.options.consentNone');
    const basis = t(`imports.options.basis.${consent.basis}`);
    return consent.note === '' ? basis : `${basis}: ${consent.note}`;
  }

  function ended(done: Import): string {
    if (done.finishedAt === null || done.startedAt === null) return format.dateTime(done.finishedAt);
    const seconds = (Date.parse(done.finishedAt) - Date.parse(done.startedAt)) / 1000;
    return t('imports.detail.took', { at: format.dateTime(done.finishedAt), time: format.duration(seconds) });
  }
}
