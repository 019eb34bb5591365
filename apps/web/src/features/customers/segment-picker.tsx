import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSegments } from './segments.api';

/** Chooses one segment. `value`/`onChange` are its id or null; takes the other props of Mantine's Select. */
export function SegmentPicker(props: Omit<SelectProps, 'data'>) {
  const { t } = useTranslation();
  const segments = useSegments();
  return (
    <Select
      searchable
      placeholder={t('conditions.segment.placeholder')}
      nothingFoundMessage={t('conditions.segment.nothing')}
      clearButtonProps={{ 'aria-label': t('app.action.clear') }}
      {...props}
      data={segments.map(({ id, name, problem }) => ({ value: id, label: name, disabled: problem !== null }))}
    />
  );
}
