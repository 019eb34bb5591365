import { Alert, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { typePreviewQuery } from './customer-field-types.api';
import type { CustomerField, FieldType } from './customer-fields.api';
import { restrictionsOf, type InputRestriction } from './field-restrictions';

interface Props {
  readonly type: FieldType;
  readonly value: InputRestriction;
  readonly onChange: (restriction: InputRestriction) => void;
  readonly error?: React.ReactNode;
}

/** 入力制限: what texts of a field must consist of; nothing for types that cannot have any. */
export function FieldRestrictionSelect({ type, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const choices = restrictionsOf(type);
  if (choices.length === 0) return null;
  return (
    <Select
      label={t('customerFields.restriction')}
      description={
        value === 'none' ? t('customerFields.restrictionHint') : t(`customerFields.restrictionExamples.${value}`)
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      allowDeselect={false}
      data={choices.map((one) => ({ value: one, label: t(`customerFields.restrictions.${one}`) }))}
      value={value}
      onChange={(next) => onChange(next as InputRestriction)}
      error={error}
    />
  );
}

/** How many of a field's present values a new restriction would have refused. */
export function BreakingValues({ field, restriction }: { field: CustomerField; restriction: InputRestriction }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(typePreviewQuery(field.id, { type: field.type, inputRestriction: restriction }));
  if (!data || data.failingCount === 0) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} role="status">
      {t('customerFields.breaking', {
        count: data.failingCount,
        examples: format.list(data.examples.slice(0, 3).map((example) => example.text)),
      })}
    </Alert>
  );
}
