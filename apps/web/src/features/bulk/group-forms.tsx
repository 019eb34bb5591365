import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GroupPicker } from '../groups/group-picker';
import { OperationForm, type OperationFormProps } from './operation-form';

/** グループに追加 */
export function AddToGroupForm(props: OperationFormProps) {
  const { t } = useTranslation();
  const [groupId, setGroupId] = useState<string | null>(null);
  const { count } = props.asked;
  return (
    <OperationForm
      {...props}
      submitLabel={t('bulk.add.submit', { count })}
      order={groupId === null ? null : { kind: 'add_to_group', params: { groupId } }}
    >
      <Text size="sm">{t('bulk.add.text', { count })}</Text>
      <GroupPicker label={t('bulk.add.group')} value={groupId} onChange={setGroupId} data-autofocus />
    </OperationForm>
  );
}

/** グループから外す: of the group whose members are looked at, or of one that is chosen. */
export function RemoveFromGroupForm(props: OperationFormProps) {
  const { t } = useTranslation();
  const { count, group, target } = props.asked;
  const [groupId, setGroupId] = useState<string | null>(group?.id ?? target.all?.groupId ?? null);
  return (
    <OperationForm
      {...props}
      submitLabel={t('bulk.remove.submit', { count })}
      order={groupId === null ? null : { kind: 'remove_from_group', params: { groupId } }}
    >
      <Text size="sm">
        {group ? t('bulk.remove.textIn', { count, group: group.name }) : t('bulk.remove.text', { count })}
      </Text>
      {group ? null : (
        <GroupPicker label={t('bulk.remove.group')} value={groupId} onChange={setGroupId} data-autofocus />
      )}
    </OperationForm>
  );
}
