import { useTranslation } from 'react-i18next';
import { LinkTabs } from '../../ui/link-tabs';

/** The reports there are, each at its own address. */
export function ReportTabs({ value }: { value: 'deliveries' | 'records' }) {
  const { t } = useTranslation();
  return (
    <LinkTabs
      label={t('reports.tabs.label')}
      value={value}
      tabs={[
        { value: 'deliveries', label: t('reports.tabs.deliveries'), to: '/reports' },
        { value: 'records', label: t('reports.tabs.records'), to: '/reports/records' },
      ]}
    />
  );
}
