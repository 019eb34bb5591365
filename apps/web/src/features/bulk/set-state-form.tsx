import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GroupPicker } from '../groups/group-picker';
import { DELIVERY_STATES, type DeliveryState } from '../groups/groups.api';
import { useSyncsStates } from '../settings/settings.api';
import { OperationForm, type OperationFormProps } from './operation-form';

/** 配信状態を変更: to which state, and in one group or in all of them; while states are synchronised always in all (C-13). */
export function SetStateForm(props: OperationFormProps) {
  const { t } = useTranslation();
  const { count, group, target } = props.asked;
  const [deliveryState, setState] = useState<DeliveryState | null>(null);
  const [scope, setScope] = useState<'one' | 'all'>('one');
  const [chosen, setChosen] = useState<string | null>(target.all?.groupId ?? null);
  const isSynced = useSyncsStates();
  const groupId = group?.id ?? chosen;
  const isOne = group !== undefined || (scope === 'one' && !isSynced);
  const inGroup = isOne ? (groupId === null ? null : { groupId }) : {};
  return (
    <OperationForm
      {...props}
      submitLabel={t('bulk.state.submit', { count })}
      order={
        deliveryState === null || inGroup === null ? null : { kind: 'set_state', params: { deliveryState, ...inGroup } }
      }
    >
      <Text size="sm">
        {group
          ? t(`bulk.state.${isSynced ? 'textInSynced' : 'textIn'}`, { count, group: group.name })
          : t(`bulk.state.${isSynced ? 'textSynced' : 'text'}`, { count })}
      </Text>
      <Radio.Group
        label={t('bulk.state.to')}
        value={deliveryState}
        onChange={(value) => setState(DELIVERY_STATES.find((state) => state === value) ?? null)}
      >
        <Stack gap={10} mt={6}>
          {DELIVERY_STATES.map((state) => (
            <Radio
              key={state}
              value={state}
              label={t(`groups.state.${state}`)}
              description={t(`bulk.state.hint.${state}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {group || isSynced ? null : (
        <Radio.Group
          label={t('bulk.state.scope')}
          value={scope}
          onChange={(value) => setScope(value === 'all' ? 'all' : 'one')}
        >
          <Stack gap={10} mt={6}>
            <Radio value="one" label={t('bulk.state.scopeOne')} />
            {scope === 'one' ? (
              <GroupPicker aria-label={t('bulk.state.group')} ms={30} value={chosen} onChange={setChosen} />
            ) : null}
            <Radio value="all" label={t('bulk.state.scopeAll')} />
          </Stack>
        </Radio.Group>
      )}
    </OperationForm>
  );
}
