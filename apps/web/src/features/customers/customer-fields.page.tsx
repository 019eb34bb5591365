import { ActionIcon, Badge, Button, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp, IconListDetails, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../ui/confirm-button';
import { EmptyState } from '../../ui/empty-state';
import { PageHeader } from '../../ui/page-header';
import { ProblemAlert } from '../../ui/problem-alert';
import { StatusBadge } from '../../ui/status-badge';
import { CustomerFieldDrawer } from './customer-field-drawer';
import { customerFieldsQuery, useDeleteField, useOrderFields, type CustomerField } from './customer-fields.api';
import { customersQuery } from './customers.api';

/** 顧客項目: the custom fields of the customer database, in their order. */
export function CustomerFieldsPage() {
  const { t } = useTranslation();
  const { data: fields } = useSuspenseQuery(customerFieldsQuery);
  const [edited, setEdited] = useState<CustomerField | 'new' | null>(null);
  const order = useOrderFields();
  const move = (from: number, to: number) => {
    const ids = fields.map((field) => field.id);
    const [moved] = ids.splice(from, 1);
    if (moved !== undefined) ids.splice(to, 0, moved);
    order.mutate(ids);
  };
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
      {t('customers.fields.add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('customers.fields.title')}
        subtitle={t('customers.fields.subtitle', { count: fields.length })}
        actions={add}
      />
      <ProblemAlert error={order.error} />
      {fields.length === 0 ? (
        <EmptyState
          icon={<IconListDetails />}
          title={t('customers.fields.empty')}
          text={t('customers.fields.emptyText')}
          action={add}
        />
      ) : (
        <Paper withBorder maw={880} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {fields.map((field, index) => (
            <FieldRow
              key={field.id}
              field={field}
              onEdit={() => setEdited(field)}
              onUp={index > 0 ? () => move(index, index - 1) : null}
              onDown={index < fields.length - 1 ? () => move(index, index + 1) : null}
            />
          ))}
        </Paper>
      )}
      {edited === null ? null : (
        <CustomerFieldDrawer field={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

function FieldRow(props: {
  field: CustomerField;
  onEdit: () => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}) {
  const { t } = useTranslation();
  const { field } = props;
  return (
    <Group
      component="li"
      px="md"
      py={10}
      gap="sm"
      wrap="nowrap"
      style={{ borderTop: '1px solid var(--kubari-row-line)' }}
    >
      <Group gap={2} wrap="nowrap">
        <MoveButton
          label={t('customers.fields.moveUp', { label: field.label })}
          onClick={props.onUp}
          icon={<IconArrowUp size={15} />}
        />
        <MoveButton
          label={t('customers.fields.moveDown', { label: field.label })}
          onClick={props.onDown}
          icon={<IconArrowDown size={15} />}
        />
      </Group>
      <Stack gap={2} flex={1} miw={0}>
        <Group gap={8}>
          <Text fw={600} size="sm">
            {field.label}
          </Text>
          <Badge variant="light" color="gray" size="sm" radius="sm">
            {t(`customers.fields.types.${field.type}`)}
          </Badge>
          {field.required ? <StatusBadge tone="blue">{t('customers.fields.isRequired')}</StatusBadge> : null}
          {field.searchable ? <StatusBadge tone="green">{t('customers.fields.isSearchable')}</StatusBadge> : null}
        </Group>
        <Text size="xs" c="dimmed" component="div" truncate>
          <Code fz={11}>{`{{${field.mergeKey}}}`}</Code>{' '}
          {field.choices
            .filter((choice) => !choice.retired)
            .map((choice) => choice.label)
            .join('、')}
        </Text>
      </Stack>
      <Button variant="subtle" size="compact-sm" onClick={props.onEdit}>
        {t('app.action.edit')}
      </Button>
      <DeleteField field={field} />
    </Group>
  );
}

function MoveButton({ label, onClick, icon }: { label: string; onClick: (() => void) | null; icon: React.ReactNode }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={26}
      aria-label={label}
      bg="transparent"
      disabled={onClick === null}
      onClick={onClick ?? undefined}
    >
      {icon}
    </ActionIcon>
  );
}

function DeleteField({ field }: { field: CustomerField }) {
  const { t } = useTranslation();
  const remove = useDeleteField();
  const { data: counts } = useQuery(customersQuery.countsByStatus());
  return (
    <ConfirmButton
      label={t('app.action.delete')}
      button={{ variant: 'subtle', color: 'red', size: 'compact-sm' }}
      danger
      title={t('customers.fields.deleteTitle', { label: field.label })}
      text={t('customers.fields.deleteText', { count: counts?.all ?? 0 })}
      typeToConfirm={field.label}
      confirmLabel={t('customers.fields.deleteConfirm')}
      onConfirm={() => remove.mutateAsync(field.id)}
    />
  );
}
