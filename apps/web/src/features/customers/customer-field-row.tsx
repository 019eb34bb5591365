import { ActionIcon, Badge, Button, Code, Group, Menu, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArchive, IconArrowDown, IconArrowUp, IconDots, IconTransform } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../ui/confirm-button';
import { MeterBar } from '../../ui/meter-bar';
import { StatusBadge } from '../../ui/status-badge';
import { fieldUsageQuery } from './customer-field-types.api';
import { useDeleteField, type CustomerField } from './customer-fields.api';
import { FieldTypeDialog } from './field-type-dialog';

export type Direction = 'up' | 'down';

interface Props {
  readonly field: CustomerField;
  readonly onEdit: () => void;
  /** where it can go; null: it is there already */
  readonly onMove: { readonly [D in Direction]: (() => void) | null };
  /** takes the focus along when the field has moved */
  readonly focused: { readonly direction: Direction; readonly ref: RefObject<HTMLButtonElement | null> } | null;
}

/** One field in use: what it is, its place in the order, and what can be done with it. */
export function CustomerFieldRow({ field, onEdit, onMove, focused }: Props) {
  const { t } = useTranslation();
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
        {(['up', 'down'] as const).map((direction) => (
          <ActionIcon
            key={direction}
            ref={focused?.direction === direction ? focused.ref : undefined}
            variant="subtle"
            color="gray"
            size={26}
            bg="transparent"
            aria-label={t(direction === 'up' ? 'customerFields.moveUp' : 'customerFields.moveDown', {
              label: field.label,
            })}
            disabled={onMove[direction] === null}
            onClick={onMove[direction] ?? undefined}
          >
            {direction === 'up' ? <IconArrowUp size={15} /> : <IconArrowDown size={15} />}
          </ActionIcon>
        ))}
      </Group>
      <Stack gap={2} flex={1} miw={0}>
        <FieldFacts field={field} />
        {field.conversion ? <Conversion field={field} conversion={field.conversion} /> : null}
      </Stack>
      <Button variant="subtle" size="compact-sm" onClick={onEdit}>
        {t('app.action.edit')}
      </Button>
      <FieldMenu field={field} />
    </Group>
  );
}

/** Name, type and properties, and below them the merge tag and the choices. */
export function FieldFacts({ field }: { field: CustomerField }) {
  const { t } = useTranslation();
  return (
    <>
      <Group gap={8}>
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {field.label}
        </Text>
        <Badge variant="light" color="gray" size="sm" radius="sm" tt="none">
          {t(`customerFields.types.${field.type}`)}
        </Badge>
        {field.inputRestriction === 'none' ? null : (
          <StatusBadge tone="yellow">{t(`customerFields.restrictions.${field.inputRestriction}`)}</StatusBadge>
        )}
        {field.required ? <StatusBadge tone="blue">{t('customerFields.isRequired')}</StatusBadge> : null}
        {field.searchable ? <StatusBadge tone="green">{t('customerFields.isSearchable')}</StatusBadge> : null}
      </Group>
      <Text size="xs" c="dimmed" component="div" truncate>
        <Code fz={11}>{`{{${field.mergeKey}}}`}</Code>{' '}
        {field.choices
          .filter((choice) => !choice.retired)
          .map((choice) => choice.label)
          .join('、')}
      </Text>
    </>
  );
}

function Conversion({ field, conversion }: { field: CustomerField; conversion: { readonly percent: number } }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} mt={4} maw={480}>
      <MeterBar
        value={conversion.percent / 100}
        label={t('customerFields.converting', { label: field.label })}
        moving
      />
      <Text size="xs" c="dimmed">
        {t('customerFields.convertingText', { percent: conversion.percent })}
      </Text>
    </Stack>
  );
}

function FieldMenu({ field }: { field: CustomerField }) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState<'type' | 'retire' | null>(null);
  const close = () => setAsks(null);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`${field.label}: ${t('app.action.moreActions')}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTransform size={16} />}
            disabled={field.conversion !== null}
            onClick={() => setAsks('type')}
          >
            {t('customerFields.change.open')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArchive size={16} />}
            color="red"
            disabled={field.conversion !== null}
            onClick={() => setAsks('retire')}
          >
            {t('customerFields.retire.open')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asks === 'type' ? <FieldTypeDialog field={field} onClose={close} /> : null}
      {asks === 'retire' ? <RetireDialog field={field} onClose={close} /> : null}
    </>
  );
}

function RetireDialog({ field, onClose }: { field: CustomerField; onClose: () => void }) {
  const { t } = useTranslation();
  const retire = useDeleteField();
  const { data: usage } = useQuery(fieldUsageQuery(field.id));
  const text = (
    <Stack gap="xs">
      <span>
        {usage ? t('customerFields.retire.text', { count: usage.customerCount }) : t('customerFields.retire.counting')}
      </span>
      {usage && usage.scheduledDeliveryCount > 0 ? (
        <span>{t('customerFields.retire.deliveries', { count: usage.scheduledDeliveryCount })}</span>
      ) : null}
      {usage && usage.segmentCount > 0 ? (
        <span>{t('customerFields.retire.segments', { count: usage.segmentCount })}</span>
      ) : null}
    </Stack>
  );
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      danger
      title={t('customerFields.retire.title', { label: field.label })}
      text={text}
      confirmLabel={t('customerFields.retire.confirm')}
      onConfirm={() => retire.mutateAsync(field.id)}
    />
  );
}
