import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parts } from './conditions';

/** What every editor of a condition's value gets. */
export interface EditorProps {
  readonly parts: Parts;
  readonly onChange: (parts: Parts) => void;
}

/** One value of a condition. */
export interface OneValue<Value> {
  readonly label: string;
  readonly value: string | number | undefined;
  readonly onChange: (value: Value) => void;
}

/** From one value to another, both included; `one` draws each of them. */
export function FromTo<Value extends string | number>(
  props: EditorProps & { one: (one: OneValue<Value>) => ReactNode; mayWrap?: boolean },
) {
  const { t } = useTranslation();
  const { parts, onChange, one } = props;
  return (
    <Group gap={6} {...(props.mayWrap ? {} : { wrap: 'nowrap', flex: 1 })}>
      {one({ label: t('conditions.from'), value: parts.value, onChange: (value) => onChange({ ...parts, value }) })}
      <Text span c="dimmed">
        {t('conditions.days.until')}
      </Text>
      {one({ label: t('conditions.to'), value: parts.to, onChange: (to) => onChange({ ...parts, to }) })}
    </Group>
  );
}
