import type { i18n as I18n, TFunction } from 'i18next';
import type { Format } from '../../lib/format';
import type { Column } from '../../ui/data-table';
import { NameCell } from '../../ui/name-cell';
import { StatusBadge, type Tone } from '../../ui/status-badge';
import type { HistoryRecipient, HistoryResult } from './history.api';

/** Lists of those the mail did not reach: nothing further happened to them, and the reason needs the room. */
const UNREACHED: readonly HistoryResult[] = ['error', 'bounced', 'bounced_hard', 'bounced_soft', 'rejected', 'failed'];

const TONES: Readonly<Record<string, Tone>> = {
  pending: 'gray',
  submitting: 'blue',
  unknown: 'yellow',
  held: 'yellow',
  skipped: 'gray',
  failed: 'red',
  accepted: 'blue',
  delayed: 'yellow',
  delivered: 'green',
  bounced_soft: 'yellow',
  bounced_hard: 'red',
  rejected: 'red',
  complained: 'red',
};

interface Words {
  readonly t: TFunction;
  readonly i18n: I18n;
  readonly format: Format;
}

/** Address, result and why, and the moments that matter for the list: those left out have none. */
export function recipientColumns(
  { t, i18n, format }: Words,
  result: HistoryResult,
): readonly Column<HistoryRecipient>[] {
  const word = (group: 'state' | 'skipReason' | 'errorKind', value: string) => {
    const key = `history.${group}.${value}`;
    return i18n.exists(key) ? t(key as 'history.state.held') : value;
  };
  const time = (
    key: 'acceptedAt' | 'openedAt' | 'clickedAt' | 'unsubscribedAt',
    read = (recipient: HistoryRecipient) => recipient[key],
  ): Column<HistoryRecipient> => ({
    key,
    header: t(`history.recipients.${key}`),
    width: '132px',
    wideOnly: true,
    cell: (recipient) => format.dateTime(read(recipient)),
  });
  const isMpp = result === 'mpp_opened';
  return [
    {
      key: 'email',
      header: t('history.recipients.email'),
      width: 'minmax(190px, 2fr)',
      cell: (recipient) => (
        <NameCell
          name={recipient.email === '' ? t('history.recipients.erased') : recipient.email}
          text={recipient.customerExists ? undefined : t('history.recipients.deleted')}
          to={recipient.customerExists ? `/customers/${recipient.customerId}` : undefined}
        />
      ),
    },
    {
      key: 'state',
      header: t('history.recipients.state'),
      width: '104px',
      cell: (recipient) => (
        <StatusBadge tone={TONES[recipient.state] ?? 'gray'}>{word('state', recipient.state)}</StatusBadge>
      ),
    },
    {
      key: 'detail',
      header: t('history.recipients.detail'),
      width: 'minmax(150px, 1.6fr)',
      wideOnly: true,
      cell: (recipient) => {
        const reason = recipient.skipReason
          ? word('skipReason', recipient.skipReason)
          : recipient.errorKind
            ? word('errorKind', recipient.errorKind)
            : '';
        const text = [reason, recipient.errorDetail].filter(Boolean).join('・');
        return text === '' ? '—' : <span title={text}>{text}</span>;
      },
    },
    ...(result === 'skipped' ? [] : [time('acceptedAt')]),
    ...(result === 'skipped' || UNREACHED.includes(result)
      ? []
      : [
          time('openedAt', (recipient) => (isMpp ? recipient.mppOpenedAt : recipient.openedAt)),
          time('clickedAt'),
          time('unsubscribedAt'),
        ]),
  ];
}
