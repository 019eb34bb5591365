import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/page-header';

/** What is going on, or what to do first. */
export function HomePage() {
  const { t } = useTranslation();
  return <PageHeader title={t('app.nav.home')} />;
}
