import { Group as Row, Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { GroupDot } from './group-badge';
import { useGroups } from './groups.api';

/**
 * Chooses one group. `value`/`onChange` are the group's id or null; `anyLabel` offers "any" above them. Takes the other
 * props of Mantine's Select.
 */
export function GroupPicker({
  anyLabel,
  ...props
}: Omit<SelectProps, 'data' | 'renderOption'> & { anyLabel?: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groups = useGroups();
  return (
    <Select
      searchable
      nothingFoundMessage={t('groups.picker.nothing')}
      placeholder={t('groups.picker.placeholder')}
      clearButtonProps={{ 'aria-label': t('app.action.clear') }}
      {...props}
      data={[
        ...(anyLabel === undefined ? [] : [{ value: 'any', label: anyLabel }]),
        ...groups.map((group) => ({ value: group.id, label: group.name })),
      ]}
      renderOption={({ option }) => {
        const group = groups.find((one) => one.id === option.value);
        return (
          <Row gap={8} wrap="nowrap" w="100%">
            {group ? <GroupDot colour={group.colour} /> : null}
            <span style={{ flex: 1 }}>{option.label}</span>
            <span style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)' }}>
              {group ? format.number(group.members.active) : null}
            </span>
          </Row>
        );
      }}
    />
  );
}
