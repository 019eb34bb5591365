import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { FilterChip } from '../../ui/filter-chip';
import { ListBar } from '../../ui/list-page';
import { CsvMenu } from './csv-menu';
import type { HistoryDetail, HistoryResult, RecipientsFilter } from './history.api';
import { RecipientList } from './recipient-list';
import classes from './history-detail.module.css';

/** Always offered, or only while somebody is there. */
const RESULTS = ['all', 'success', 'opened', 'clicked', 'error', 'unsubscribed', 'skipped'] as const;
const WHEN_ANY = ['waiting', 'unknown', 'held', 'complained', 'mpp_opened'] as const;
const ALL_RESULTS: readonly HistoryResult[] = [
  ...RESULTS,
  ...WHEN_ANY,
  'accepted',
  'delivered',
  'bounced',
  'bounced_hard',
  'bounced_soft',
  'rejected',
  'failed',
];

/** 受信者: everybody in the delivery, narrowed to a result, a link's clickers or a reason; the URL holds which. */
export function RecipientsTab({ delivery }: { delivery: HistoryDetail }) {
  const { t, i18n } = useTranslation();
  const [url, setUrl] = useUrlState({ result: 'all', link: '', reason: '' });
  const filter = useMemo<RecipientsFilter>(
    () => ({
      result: ALL_RESULTS.find((one) => one === url.result) ?? 'all',
      ...(/^\d{1,4}$/.test(url.link) ? { linkNo: Number(url.link) } : {}),
      ...(url.reason === '' ? {} : { reason: url.reason }),
    }),
    [url.result, url.link, url.reason],
  );
  if (delivery.recipientsPruned) return null;
  const link = delivery.links.find(({ linkNo }) => linkNo === filter.linkNo);
  const reasonKey = `history.skipReason.${url.reason}`;
  return (
    <>
      <ListBar>
        <ResultFilter
          delivery={delivery}
          value={filter.result}
          onChange={(result) => setUrl({ result, link: '', reason: '' }, { push: true })}
        />
        {filter.linkNo === undefined ? null : (
          <FilterChip
            text={t('history.recipients.link', { no: filter.linkNo, label: link?.label || link?.url || '' })}
            onRemove={() => setUrl({ link: '' })}
          />
        )}
        {filter.reason === undefined ? null : (
          <FilterChip
            text={t('history.recipients.reason', {
              reason: i18n.exists(reasonKey) ? t(reasonKey as 'history.skipReason.stopped') : url.reason,
            })}
            onRemove={() => setUrl({ reason: '' })}
          />
        )}
        {filter.result === 'all' ? null : (
          <span className={classes.push}>
            <CsvMenu deliveryId={delivery.deliveryId} filter={filter} size="sm" />
          </span>
        )}
      </ListBar>
      <RecipientList deliveryId={delivery.deliveryId} filter={filter} label={t('history.recipients.label')} />
    </>
  );
}

function ResultFilter(props: {
  delivery: HistoryDetail;
  value: HistoryResult;
  onChange: (result: HistoryResult) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures, skipped } = props.delivery;
  const counts: Partial<Record<HistoryResult, number>> = {
    all: figures.recipientCount,
    success: figures.successCount,
    opened: figures.openedCount,
    clicked: figures.clickedCount,
    error: figures.errorCount,
    unsubscribed: figures.unsubscribedCount,
    skipped: skipped.reduce((sum, { count }) => sum + count, 0),
    waiting: figures.waitingCount,
    unknown: figures.unknownCount,
    held: figures.heldCount,
    complained: figures.complainedCount,
    mpp_opened: figures.mppOpenedCount,
  };
  const shown: readonly HistoryResult[] = [...RESULTS, ...WHEN_ANY.filter((result) => (counts[result] ?? 0) > 0)];
  const offered = shown.includes(props.value) ? shown : [...shown, props.value];
  return (
    <div role="group" aria-label={t('history.recipients.results')} className={classes.results}>
      {offered.map((result) => (
        <button
          key={result}
          type="button"
          className={classes.result}
          aria-pressed={result === props.value}
          onClick={() => props.onChange(result)}
        >
          {t(`history.recipients.result.${result}`)}
          {counts[result] === undefined ? null : <span>{format.number(counts[result])}</span>}
        </button>
      ))}
    </div>
  );
}
