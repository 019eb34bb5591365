import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconCopy, IconMail, IconMailPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { useUrlState } from '../../lib/url-state';
import { ConfirmDialog } from '../../ui/confirm-button';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListBar, ListPage } from '../../ui/list-page';
import { NameCell } from '../../ui/name-cell';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { SearchInput } from '../../ui/search-input';
import { DeliveryRunBadge } from '../delivery/delivery-run-badge';
import { useMay } from '../users/session.api';
import classes from './mailings-list.module.css';
import { mailingsQuery, useCopyMailing, useDeleteMailing, type LatestDelivery, type MailingRow } from './mailings.api';
import { readableText, tagLabels, type TagLabels } from './merge-tag-text';

const idOf = (mailing: MailingRow) => mailing.id;
const hrefOf = (mailing: MailingRow) => `/mailings/${mailing.id}/edit`;

/** 配信メール: drafts and the contents deliveries were made of. */
export function MailingsListPage() {
  const { t } = useTranslation();
  const [{ q }, setState] = useUrlState({ q: '' });
  const list = useRowList(useInfiniteQuery({ ...mailingsQuery.list(q), placeholderData: keepPreviousData }), q);
  const mayWrite = useMay('mailing.write');
  const [removing, setRemoving] = useState<MailingRow | null>(null);
  const labels = useLabels();
  const columns = useColumns({ rows: list.rows, labels, onRemove: mayWrite ? setRemoving : null });
  const add = mayWrite ? (
    <Button component={Link} to="/mailings/new" leftSection={<IconMailPlus size={16} />}>
      {t('mailings.list.add')}
    </Button>
  ) : undefined;
  const nothing =
    q === '' ? (
      <EmptyState
        icon={<IconMail />}
        title={t('mailings.list.emptyTitle')}
        text={t('mailings.list.emptyText')}
        action={add}
      />
    ) : (
      <EmptyState
        icon={<IconMail />}
        title={t('mailings.list.nothingTitle')}
        text={t('mailings.list.nothingText', { q })}
        action={
          <Button variant="default" onClick={() => setState({ q: '' })}>
            {t('mailings.list.clear')}
          </Button>
        }
      />
    );
  return (
    <ListPage>
      <PageHeader title={t('mailings.list.title')} subtitle={t('mailings.list.subtitle')} actions={add} />
      <ListBar>
        <SearchInput value={q} onChange={(term) => setState({ q: term })} label={t('mailings.list.search')} />
      </ListBar>
      <DataTable
        label={t('mailings.list.title')}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowHref={mayWrite ? hrefOf : undefined}
        rowHeight={58}
        empty={nothing}
      />
      <RemoveDialog mailing={removing} labels={labels} onClose={() => setRemoving(null)} />
    </ListPage>
  );
}

function useLabels(): TagLabels {
  const { t } = useTranslation();
  const { data } = useQuery(mailingsQuery.mergeTags);
  return useMemo(() => tagLabels(data ?? [], t), [data, t]);
}

function RemoveDialog(props: { mailing: MailingRow | null; labels: TagLabels; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteMailing();
  const { mailing } = props;
  return (
    <ConfirmDialog
      opened={mailing !== null}
      onClose={props.onClose}
      title={t('mailings.remove.title')}
      text={t('mailings.remove.text', {
        subject: mailing?.subject ? readableText(mailing.subject, props.labels) : t('mailings.untitled'),
      })}
      confirmLabel={t('mailings.remove.confirm')}
      danger
      onConfirm={async () => {
        if (!mailing) return;
        await remove.mutateAsync(mailing.id);
        notify(t('app.state.deleted'));
      }}
    />
  );
}

function useColumns(props: {
  rows: readonly MailingRow[];
  labels: TagLabels;
  onRemove: ((mailing: MailingRow) => void) | null;
}): readonly Column<MailingRow>[] {
  const { rows, labels, onRemove } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const mayReadDeliveries = useMay('delivery.read');
  // the newest two hundred: older ones keep their dash rather than slow the list down
  const ids = useMemo(() => (mayReadDeliveries ? rows.slice(0, 200).map(idOf) : []), [rows, mayReadDeliveries]);
  const { data: latest } = useQuery({ ...mailingsQuery.latestDeliveries(ids), placeholderData: keepPreviousData });
  const copy = useCopy();
  return useMemo(() => {
    const byMailing = new Map(latest?.map((one) => [one.mailingId, one]));
    const nameOf = (mailing: MailingRow) =>
      mailing.subject === '' ? t('mailings.untitled') : readableText(mailing.subject, labels);
    return [
      {
        key: 'subject',
        header: t('mailings.list.subject'),
        width: 'minmax(130px, 3fr)',
        cell: (mailing) => (
          <NameCell name={nameOf(mailing)} text={mailing.authorName} to={onRemove ? hrefOf(mailing) : undefined} />
        ),
      },
      {
        key: 'group',
        header: t('mailings.list.group'),
        width: 'minmax(110px, 1.2fr)',
        wideOnly: true,
        cell: (mailing) => mailing.groupName ?? '—',
      },
      {
        key: 'format',
        header: t('mailings.list.format'),
        width: '88px',
        wideOnly: true,
        cell: (mailing) => t(`mailings.format.${mailing.format}`),
      },
      {
        key: 'delivery',
        header: t('mailings.list.delivery'),
        width: 'minmax(84px, 1fr)',
        cell: (mailing) => <Latest latest={byMailing.get(mailing.id)} />,
      },
      {
        key: 'updatedAt',
        header: t('mailings.list.updatedAt'),
        width: '140px',
        wideOnly: true,
        cell: (mailing) => format.dateTime(mailing.updatedAt),
      },
      ...(onRemove
        ? [
            {
              key: 'actions',
              header: '',
              width: '92px',
              align: 'end' as const,
              cell: (mailing: MailingRow) => (
                <RowActions name={nameOf(mailing)} onCopy={() => copy(mailing)} onRemove={() => onRemove(mailing)} />
              ),
            },
          ]
        : []),
    ];
  }, [latest, labels, onRemove, copy, format, t]);
}

function useCopy(): (mailing: MailingRow) => void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mutate } = useCopyMailing();
  return useMemo(
    () => (mailing: MailingRow) =>
      mutate(mailing.id, {
        onSuccess: (made) => {
          notify(t('mailings.list.copied'));
          void navigate(`/mailings/${made.id}/edit`);
        },
      }),
    [mutate, navigate, t],
  );
}

function Latest({ latest }: { latest: LatestDelivery | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!latest) return <span className={classes.none}>{t('mailings.list.notDelivered')}</span>;
  return (
    <span className={classes.latest}>
      <Link to={latest.state === 'sent' ? `/history/${latest.deliveryId}` : `/deliveries/${latest.deliveryId}`}>
        <DeliveryRunBadge state={latest.state} />
      </Link>
      <span className={classes.at}>{format.shortDateTime(latest.startsAt)}</span>
    </span>
  );
}

function RowActions(props: { name: string; onCopy: () => void; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={classes.actions}>
      <button
        type="button"
        className={classes.action}
        aria-label={t('mailings.list.copy', { subject: props.name })}
        title={t('mailings.list.copy', { subject: props.name })}
        onClick={props.onCopy}
      >
        <IconCopy size={17} stroke={1.7} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.action}
        aria-label={t('mailings.list.remove', { subject: props.name })}
        title={t('mailings.list.remove', { subject: props.name })}
        onClick={props.onRemove}
      >
        <IconTrash size={17} stroke={1.7} aria-hidden />
      </button>
    </span>
  );
}
