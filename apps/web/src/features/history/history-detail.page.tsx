import { Alert, Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { LinkTabs } from '../../ui/link-tabs';
import { ListPage } from '../../ui/list-page';
import { PageHeader } from '../../ui/page-header';
import { StatusBadge } from '../../ui/status-badge';
import { DeliveryRunBadge } from '../delivery/delivery-run-badge';
import { useSubjectText } from '../mailings/subject.api';
import { reportsQuery } from '../reports/reports.api';
import { useMay } from '../users/session.api';
import { ContentTab } from './content-tab';
import { CsvMenu } from './csv-menu';
import { ErrorsTab } from './errors-tab';
import { HighErrorAlert } from './high-error-alert';
import { historyQuery, type HistoryDetail } from './history.api';
import { LinksTab } from './links-tab';
import { OverviewTab } from './overview-tab';
import { RecipientsTab } from './recipients-tab';
import classes from './history-detail.module.css';

const TABS = ['overview', 'links', 'recipients', 'errors', 'content'] as const;
type Tab = (typeof TABS)[number];

/** One delivery's report: what came of it, and behind every number the people. */
export function HistoryDetailPage() {
  const id = useParams().deliveryId ?? '';
  const { data: delivery } = useSuspenseQuery(historyQuery.detail(id));
  const [url] = useUrlState({ tab: 'overview' });
  const tab = TABS.find((one) => one === url.tab) ?? 'overview';
  if (tab === 'recipients')
    return (
      <ListPage>
        <ReportHead delivery={delivery} tab={tab} />
        <RecipientsTab delivery={delivery} />
      </ListPage>
    );
  return (
    <>
      <ReportHead delivery={delivery} tab={tab} />
      <div className={classes.body}>
        <Report delivery={delivery} tab={tab} />
      </div>
    </>
  );
}

function Report({ delivery, tab }: { delivery: HistoryDetail; tab: Tab }) {
  const { data: report } = useSuspenseQuery(reportsQuery.delivery(delivery.deliveryId));
  if (tab === 'links') return <LinksTab report={report} />;
  if (tab === 'errors') return <ErrorsTab report={report} />;
  if (tab === 'content') return <ContentTab delivery={delivery} />;
  return <OverviewTab delivery={delivery} report={report} />;
}

function ReportHead({ delivery, tab }: { delivery: HistoryDetail; tab: Tab }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const id = delivery.deliveryId;
  const sentence = delivery.filterSentence?.[i18n.language === 'en' ? 'en' : 'ja'];
  const segment = delivery.segmentName;
  const isMoving = ['scheduled', 'planning', 'sending', 'paused'].includes(delivery.state);
  const mayReadMailing = useMay('mailing.read');
  const subjectText = useSubjectText();
  const { figures } = delivery;
  return (
    <>
      <PageHeader
        title={subjectText(delivery.subject)}
        badge={
          <>
            <DeliveryRunBadge state={delivery.state} />
            {figures.provisional && figures.acceptedCount > 0 ? (
              <span title={t('history.detail.provisionalText')}>
                <StatusBadge tone="yellow">{t('history.detail.provisional')}</StatusBadge>
              </span>
            ) : null}
          </>
        }
        subtitle={
          <>
            {t('history.detail.subtitle', {
              at: format.shortDateTime(delivery.startedAt ?? delivery.startsAt),
              group: delivery.groupName,
              name: delivery.content.senderName,
              email: delivery.content.senderEmail,
            })}
            {sentence === undefined ? null : (
              <div>
                {segment === null
                  ? t('history.detail.narrowed', { sentence })
                  : t('history.detail.segment', { name: segment, sentence })}
              </div>
            )}
          </>
        }
        back={[{ to: '/history', label: t('delivery.tabs.history') }]}
        actions={
          <>
            {isMoving ? (
              <Button component={Link} to={`/deliveries/${id}`} variant="default">
                {t('history.detail.live')}
              </Button>
            ) : null}
            {mayReadMailing ? (
              <Button
                component={Link}
                to={`/mailings/${delivery.mailingId}`}
                variant="default"
                leftSection={<IconMail size={16} />}
              >
                {t('history.detail.deliverAgain')}
              </Button>
            ) : null}
            <CsvMenu deliveryId={id} filter={{ result: 'all' }} isGone={delivery.recipientsPruned} />
          </>
        }
      />
      <LinkTabs
        label={t('history.detail.tabs.label')}
        value={tab}
        tabs={TABS.map((one) => ({
          value: one,
          label: t(`history.detail.tabs.${one}`),
          to: one === 'overview' ? `/history/${id}` : `/history/${id}?tab=${one}`,
          ...(one === 'errors' && figures.errorCount > 0 ? { count: figures.errorCount, tone: 'red' as const } : {}),
          ...(one === 'recipients' ? { count: figures.recipientCount } : {}),
        }))}
      />
      <HighErrorAlert delivery={delivery} tab={tab} />
      {delivery.recipientsPruned && tab !== 'content' ? <Alert mt="md">{t('history.detail.pruned')}</Alert> : null}
    </>
  );
}
