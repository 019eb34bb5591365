import { Group as Row, Paper, Radio, Stack, Text, Title } from '@mantine/core';
import { IconBan, IconBell, IconBellOff, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { GroupPicker } from '../groups/group-picker';
import { useMay } from '../users/session.api';
import { OPERATIONS, type ImportSetup, type Operation } from './imports.api';
import classes from './operation-choice.module.css';
import { withOperation } from './operations';

const ICONS = { register: IconUserPlus, stop: IconBellOff, allow: IconBell, ban: IconBan, delete: IconTrash };

interface Choice {
  readonly setup: ImportSetup;
  readonly onChange: (changes: Partial<ImportSetup>) => void;
}

/** What is to be done with the people of the file, each operation with what it means, and to what. */
export function OperationChoice({ setup, onChange }: Choice) {
  const { t } = useTranslation();
  const mayChangeStates = useMay('group.write');
  const mayDelete = useMay('customer.delete');
  const mayDo = (operation: Operation): boolean =>
    operation === 'register' || mayChangeStates || (operation === 'delete' && mayDelete);
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="sm" id="import-operation">
        {t('imports.choice.title')}
      </Title>
      <Radio.Group
        value={setup.operation}
        onChange={(value) => onChange(withOperation(setup, value as Operation))}
        aria-labelledby="import-operation"
      >
        <div className={classes.cards}>
          {OPERATIONS.map((operation) => (
            <Radio.Card key={operation} value={operation} disabled={!mayDo(operation)} className={classes.card} p="sm">
              <OperationCard operation={operation} isPermitted={mayDo(operation)} />
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {setup.operation === 'delete' ? <DeletionTarget setup={setup} onChange={onChange} /> : null}
      {setup.operation !== 'register' && setup.target === 'group' ? (
        <GroupPicker
          mt="md"
          required
          w={{ base: '100%', xs: 340 }}
          label={t('imports.choice.group')}
          placeholder={t('imports.choice.groupPlaceholder')}
          value={setup.groupId}
          onChange={(groupId) => onChange({ groupId })}
        />
      ) : null}
    </Paper>
  );
}

function OperationCard({ operation, isPermitted }: { operation: Operation; isPermitted: boolean }) {
  const { t } = useTranslation();
  const Icon = ICONS[operation];
  const name =
    operation === 'delete'
      ? `${t('imports.operation.delete')}・${t('imports.operation.exclude')}`
      : t(`imports.operation.${operation}`);
  return (
    <Row wrap="nowrap" align="flex-start" gap="sm">
      <Radio.Indicator mt={2} />
      <div>
        <Row gap={6} wrap="nowrap">
          <Icon size={17} stroke={1.7} aria-hidden />
          <Text fw={600} size="sm">
            {name}
          </Text>
        </Row>
        <Text size="xs" c="dimmed" mt={2}>
          {isPermitted ? t(`imports.operationText.${operation}`) : t('imports.choice.notPermitted')}
        </Text>
      </div>
    </Row>
  );
}

function DeletionTarget({ setup, onChange }: Choice) {
  const { t } = useTranslation();
  const mayExclude = useMay('group.write');
  const mayDelete = useMay('customer.delete');
  return (
    <Radio.Group
      mt="md"
      label={t('imports.choice.target')}
      value={setup.target}
      onChange={(target) =>
        onChange(target === 'database' ? { target: 'database', groupId: null } : { target: 'group' })
      }
    >
      <Stack gap={8} mt={4}>
        <Radio
          value="database"
          disabled={!mayDelete}
          label={t('imports.choice.fromDatabase')}
          description={t('imports.choice.fromDatabaseHint')}
        />
        <Radio
          value="group"
          disabled={!mayExclude}
          label={t('imports.choice.fromGroup')}
          description={t('imports.choice.fromGroupHint')}
        />
      </Stack>
    </Radio.Group>
  );
}
