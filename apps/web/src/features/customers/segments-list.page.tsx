import { ActionIcon, Button, Menu, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconBookmark, IconCopy, IconDots, IconPencil, IconPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmDialog } from '../../ui/confirm-button';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListPage } from '../../ui/list-page';
import { NameCell } from '../../ui/name-cell';
import { PageHeader } from '../../ui/page-header';
import { ProblemAlert } from '../../ui/problem-alert';
import { useRowList } from '../../ui/row-list';
import { StatusBadge } from '../../ui/status-badge';
import { useMay } from '../users/session.api';
import { SegmentDrawer } from './segment-drawer';
import { useRetiredText } from './segment-words';
import { segmentsQuery, useDeleteSegment, useDuplicateSegment, type Segment } from './segments.api';

const idOf = (segment: Segment) => segment.id;
const listOf = (segment: Segment) => `/customers?segment=${segment.id}`;

/** セグメント: conditions under a name, what each means, and how many customers it holds now. */
export function SegmentsListPage() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const list = useRowList(useInfiniteQuery(segmentsQuery.list()));
  const mayManage = useMay('segment.manage');
  const { mutate: duplicate, error: duplicateError } = useDuplicateSegment();
  const [edited, setEdited] = useState<Segment | 'new' | null>(null);
  const language = i18n.language === 'en' ? 'en' : 'ja';
  const columns = useMemo<readonly Column<Segment>[]>(
    () => [
      {
        key: 'name',
        header: t('conditions.segments.column.name'),
        width: 'minmax(160px, 4fr)',
        cell: (segment) => (
          <NameCell
            name={segment.name}
            text={
              <>
                <RetiredBadge segment={segment} />
                {segment.sentence[language]}
              </>
            }
            to={listOf(segment)}
          />
        ),
      },
      {
        key: 'count',
        header: t('conditions.segments.column.count'),
        width: '104px',
        align: 'end',
        cell: (segment) => <SegmentCount segment={segment} />,
      },
      {
        key: 'by',
        header: t('conditions.segments.column.by'),
        width: 'minmax(100px, 1fr)',
        wideOnly: true,
        cell: (segment) => segment.createdByName ?? '—',
      },
      {
        key: 'updatedAt',
        header: t('conditions.segments.column.updatedAt'),
        width: '104px',
        wideOnly: true,
        cell: (segment) => format.date(segment.updatedAt),
      },
      {
        key: 'actions',
        header: '',
        width: '44px',
        cell: (segment) => (
          <SegmentMenu
            segment={segment}
            mayManage={mayManage}
            onEdit={() => setEdited(segment)}
            onDuplicate={() =>
              duplicate(segment.id, {
                onSuccess: ({ name }) => notify(t('conditions.segments.duplicated', { name })),
              })
            }
          />
        ),
      },
    ],
    [t, format, language, mayManage, duplicate],
  );
  const add = mayManage ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
      {t('conditions.segments.add')}
    </Button>
  ) : undefined;
  return (
    <ListPage>
      <PageHeader title={t('conditions.segments.title')} subtitle={t('conditions.segments.subtitle')} actions={add} />
      <ProblemAlert error={duplicateError} />
      <DataTable
        label={t('conditions.segments.title')}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowHref={listOf}
        rowHeight={58}
        empty={
          <EmptyState
            icon={<IconBookmark />}
            title={t('conditions.segments.emptyTitle')}
            text={t('conditions.segments.emptyText')}
            action={add}
          />
        }
      />
      {edited === null ? null : (
        <SegmentDrawer segment={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </ListPage>
  );
}

/** Says that a field of it is out of use: what customers got since is not looked at. */
function RetiredBadge({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const text = useRetiredText(segment);
  if (text === null) return null;
  return (
    <span title={text} style={{ marginInlineEnd: 6 }}>
      <StatusBadge tone="yellow">{t('conditions.segments.retired')}</StatusBadge>
    </span>
  );
}

/** Counted when it comes into view; a count that takes too long says so. */
function SegmentCount({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery({ ...segmentsQuery.count(segment.id), enabled: segment.problem === null });
  if (segment.problem)
    return (
      <span title={t('conditions.segments.brokenText')}>
        <StatusBadge tone="red">{t('conditions.segments.broken')}</StatusBadge>
      </span>
    );
  if (error) return <>—</>;
  if (!data) return <Skeleton h={14} w={64} ml="auto" />;
  return data.count === null ? (
    <Text size="xs" c="dimmed">
      {t('conditions.segments.tooSlow')}
    </Text>
  ) : (
    <>{format.number(data.count)}</>
  );
}

function SegmentMenu(props: { segment: Segment; mayManage: boolean; onEdit: () => void; onDuplicate: () => void }) {
  const { t } = useTranslation();
  const { segment } = props;
  const remove = useDeleteSegment();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`${segment.name}: ${t('app.action.moreActions')}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={listOf(segment)} leftSection={<IconUsers size={15} />}>
            {t('conditions.segments.show')}
          </Menu.Item>
          {props.mayManage ? (
            <>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={props.onEdit}>
                {t('app.action.edit')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={15} />} onClick={props.onDuplicate}>
                {t('conditions.segments.duplicate')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setAsking(true)}>
                {t('app.action.delete')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        danger
        title={t('conditions.segments.deleteTitle', { name: segment.name })}
        text={t('conditions.segments.deleteText')}
        confirmLabel={t('conditions.segments.deleteConfirm')}
        onConfirm={async () => {
          await remove.mutateAsync(segment.id);
          notify(t('conditions.segments.deleted'));
        }}
      />
    </>
  );
}
