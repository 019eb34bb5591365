import { Alert, Button, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useGroups } from '../groups/groups.api';
import { useMay } from '../users/session.api';
import type { ImportPreview, ImportSetup } from './imports.api';
import { operationKey } from './operations';

type Remembered = NonNullable<ImportPreview['remembered']>;

/** Says that the mapping is that of the last file with the same headings, and offers the other settings of that time. */
export function RememberedNote(props: {
  remembered: Remembered;
  setup: ImportSetup;
  onChange: (changes: Partial<ImportSetup>) => void;
}) {
  const { remembered, setup } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const group = useGroups().find(({ id }) => id === remembered.groupId);
  const mayJoin = useMay('group.write');
  const settings = settingsOf(remembered, mayJoin && group !== undefined);
  const isSame = Object.entries(settings).every(([key, value]) => setup[key as keyof typeof settings] === value);
  const parts = [
    t(`imports.operation.${operationKey(remembered)}`),
    ...(group ? [group.name] : []),
    ...(remembered.overwrite ? [t('imports.confirm.existingOverwrite')] : []),
  ];
  return (
    <Alert color="blue" icon={<IconHistory />} title={t('imports.mapping.remembered')}>
      <Text size="sm">
        {t('imports.mapping.rememberedText', {
          name: remembered.fileName,
          date: format.date(remembered.at),
          by: remembered.by ?? t('imports.mapping.rememberedBySomebody'),
        })}
      </Text>
      {isSame ? null : (
        <>
          <Text size="sm">{t('imports.mapping.rememberedSettings', { settings: format.list(parts) })}</Text>
          <Button size="compact-sm" variant="default" mt={8} onClick={() => props.onChange(settings)}>
            {t('imports.mapping.useRemembered')}
          </Button>
        </>
      )}
    </Alert>
  );
}

/** The settings of that time; a group that is gone, or not for this user, is not chosen again. */
function settingsOf(remembered: Remembered, mayHaveGroup: boolean) {
  const { operation, target, overwrite, emptyCells, groupId } = remembered;
  const isGone = target === 'group' && !mayHaveGroup;
  const back = isGone && operation === 'register' ? ('database' as const) : target;
  return { operation, target: back, groupId: isGone ? null : groupId, overwrite, emptyCells };
}
