import { Button, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ConfirmDialog } from '../../ui/confirm-button';
import { ProblemAlert } from '../../ui/problem-alert';
import { useMayAll } from '../users/session.api';
import { importsQuery, useUndoImport, type Import, type UndoScope } from './imports.api';
import { permissionsToUndo } from './operations';

const PARTS = [
  'registered',
  'overwritten',
  'joined',
  'changed',
  'deleted',
] as const satisfies readonly (keyof UndoScope)[];

/** Takes an import back, within its 24 hours: says first what that undoes, in numbers, and what it cannot undo. */
export function UndoButton({ one }: { one: Import }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [now] = useState(Date.now);
  const undo = useUndoImport(one.id);
  const mayUndo = useMayAll(permissionsToUndo(one));
  if (!mayUndo || one.undoUntil === null || Date.parse(one.undoUntil) < now) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={() => setOpened(true)}>
        {t('imports.undo.label')}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('imports.undo.title')}
        text={opened ? <UndoText one={one} /> : null}
        confirmLabel={t('imports.undo.confirm')}
        danger
        onConfirm={() => undo.mutateAsync()}
      />
    </>
  );
}

function UndoText({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: scope, error } = useQuery(importsQuery.undoScope(one.id));
  if (error) return <ProblemAlert error={error} />;
  if (!scope) return <span role="status">{t('imports.undo.loading')}</span>;
  const parts = PARTS.filter((part) => scope[part] > 0);
  if (parts.length === 0) return t('imports.undo.nothing');
  return (
    <>
      <Text size="sm">{t('imports.undo.intro')}</Text>
      <List size="sm" my="xs" fw={600}>
        {parts.map((part) => (
          <List.Item key={part}>{t(`imports.undo.${part}`, { count: scope[part] })}</List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed">
        {t('imports.undo.limits')} {t('imports.undo.until', { date: format.dateTime(one.undoUntil) })}
      </Text>
    </>
  );
}
