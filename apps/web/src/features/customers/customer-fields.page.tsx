import { Alert, Anchor, Button, Paper, VisuallyHidden } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { IconInfoCircle, IconListDetails, IconPlus } from '@tabler/icons-react';
import { Suspense, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUrlState } from '../../lib/url-state';
import { EmptyState } from '../../ui/empty-state';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import { ProblemAlert } from '../../ui/problem-alert';
import { StatusTabs } from '../../ui/status-tabs';
import { settingsQuery } from '../settings/settings.api';
import { CustomerFieldDrawer } from './customer-field-drawer';
import { CustomerFieldRow, type Direction } from './customer-field-row';
import { retiredFieldsQuery } from './customer-field-types.api';
import { customerFieldsQuery, useOrderFields, type CustomerField } from './customer-fields.api';
import { RetiredFields } from './retired-fields';

/** 顧客項目: the custom fields of the customer database, in their order, and those that are out of use. */
export function CustomerFieldsPage() {
  const { t } = useTranslation();
  const [{ tab }, setUrl] = useUrlState({ tab: 'active' });
  const { data: fields } = useSuspenseQuery(customerFieldsQuery);
  const { data: retired } = useQuery(retiredFieldsQuery);
  const limit = useQuery(settingsQuery).data?.maxCustomerFields;
  const [edited, setEdited] = useState<CustomerField | 'new' | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
      {t('customerFields.add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('customerFields.title')}
        subtitle={limit === undefined ? undefined : t('customerFields.subtitle', { count: fields.length, limit })}
        actions={add}
      />
      <StatusTabs
        label={t('customerFields.tab.label')}
        tabs={[
          { value: 'active', label: t('customerFields.tab.active'), count: fields.length },
          { value: 'retired', label: t('customerFields.tab.retired'), ...(retired ? { count: retired.length } : {}) },
        ]}
        value={tab}
        onChange={(next) => setUrl({ tab: next })}
      />
      {limit !== undefined && fields.length >= limit ? (
        <Alert color="blue" icon={<IconInfoCircle />} maw={880} mt="md">
          {t('customerFields.atLimit', { limit })}{' '}
          <Anchor component={Link} to="/settings" size="sm">
            {t('customerFields.openSettings')}
          </Anchor>
        </Alert>
      ) : null}
      {tab === 'retired' ? (
        <Suspense fallback={<PageSkeleton />}>
          <RetiredFields />
        </Suspense>
      ) : fields.length === 0 ? (
        <EmptyState
          icon={<IconListDetails />}
          title={t('customerFields.empty')}
          text={t('customerFields.emptyText')}
          action={add}
        />
      ) : (
        <FieldList fields={fields} onEdit={setEdited} />
      )}
      {edited === null ? null : (
        <CustomerFieldDrawer field={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

/** The fields in use; arrows move one, with the focus on it, and a reader is told where it is now. */
function FieldList(props: { fields: readonly CustomerField[]; onEdit: (field: CustomerField) => void }) {
  const { t } = useTranslation();
  const { fields } = props;
  const order = useOrderFields();
  const [moved, setMoved] = useState<{ readonly id: string; readonly direction: Direction } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const move = (from: number, direction: Direction) => {
    const ids = fields.map((field) => field.id);
    const to = direction === 'up' ? from - 1 : from + 1;
    const [id] = ids.splice(from, 1);
    if (id === undefined) return;
    ids.splice(to, 0, id);
    // at either end only the way back can be taken
    setMoved({ id, direction: to === 0 ? 'down' : to === ids.length - 1 ? 'up' : direction });
    order.mutate(ids);
  };
  const place = fields.findIndex((field) => field.id === moved?.id);
  // a row that moves in the document loses the focus
  useLayoutEffect(() => button.current?.focus(), [moved, place]);
  return (
    <>
      <ProblemAlert error={order.error} />
      <VisuallyHidden role="status">
        {place < 0 ? '' : t('customerFields.moved', { label: fields[place]?.label ?? '', place: place + 1 })}
      </VisuallyHidden>
      <Paper withBorder maw={880} component="ol" mx={0} my="md" p={0} style={{ listStyle: 'none' }}>
        {fields.map((field, index) => (
          <CustomerFieldRow
            key={field.id}
            field={field}
            onEdit={() => props.onEdit(field)}
            onMove={{
              up: index > 0 ? () => move(index, 'up') : null,
              down: index < fields.length - 1 ? () => move(index, 'down') : null,
            }}
            focused={moved?.id === field.id ? { direction: moved.direction, ref: button } : null}
          />
        ))}
      </Paper>
    </>
  );
}
