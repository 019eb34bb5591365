import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { deliveriesQuery } from './delivery.api';

/** Chooses a mail that was delivered, by subject and day; those whose recipients are no longer kept are left out. */
export function DeliveryPicker(props: { label: string; value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data = [], isPending } = useQuery(deliveriesQuery.delivered());
  const kept = data.filter((delivery) => !delivery.recipientsPruned);
  const isUnknown = props.value !== null && !isPending && !kept.some(({ id }) => id === props.value);
  const options = kept.map((delivery) => ({
    value: delivery.id,
    label: `${delivery.subject} (${format.date(delivery.startedAt)})`,
  }));
  return (
    <Select
      aria-label={props.label}
      placeholder={t(!isPending && kept.length === 0 ? 'conditions.mail.none' : 'conditions.mail.placeholder')}
      nothingFoundMessage={t('conditions.mail.nothing')}
      size="sm"
      flex={1}
      miw={200}
      searchable
      allowDeselect={false}
      maxDropdownHeight={320}
      data={
        isUnknown
          ? [...options, { value: props.value ?? '', label: t('conditions.mail.gone', { id: props.value ?? '' }) }]
          : options
      }
      value={props.value}
      onChange={props.onChange}
      renderOption={({ option }) => {
        const delivery = kept.find(({ id }) => id === option.value);
        return (
          <div>
            <div>{delivery?.subject ?? option.label}</div>
            {delivery ? (
              <Text size="xs" c="dimmed">
                {format.date(delivery.startedAt)}・{delivery.groupName}
              </Text>
            ) : null}
          </div>
        );
      }}
    />
  );
}
