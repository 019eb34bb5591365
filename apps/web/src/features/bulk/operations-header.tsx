import { useTranslation } from 'react-i18next';
import { LinkTabs } from '../../ui/link-tabs';
import { PageHeader } from '../../ui/page-header';
import { useMay } from '../users/session.api';

/** The head of the two lists: operations, and files, which not everybody may have. */
export function OperationsHeader({ tab }: { tab: 'operations' | 'exports' }) {
  const { t } = useTranslation();
  const mayExport = useMay('customer.export');
  return (
    <>
      <PageHeader title={t('bulk.operations.title')} subtitle={t('bulk.operations.subtitle')} />
      <LinkTabs
        label={t('bulk.operations.tabs')}
        value={tab}
        tabs={[
          { value: 'operations', label: t('bulk.operations.tabOperations'), to: '/operations' },
          ...(mayExport
            ? [{ value: 'exports', label: t('bulk.operations.tabExports'), to: '/operations/exports' }]
            : []),
        ]}
      />
    </>
  );
}
