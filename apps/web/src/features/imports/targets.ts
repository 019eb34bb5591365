import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomerFields } from '../customers/customer-fields.api';

/** What a column can go to, with its names: nothing, the address, each customer field. */
export function useTargets() {
  const { t } = useTranslation();
  const fields = useCustomerFields();
  return useMemo(() => {
    const options = fields.map((field) => ({ value: `field:${field.id}`, label: field.label }));
    const labelOf = (target: string): string => {
      if (target === 'email') return t('imports.mapping.email');
      return options.find((option) => option.value === target)?.label ?? t('imports.mapping.ignore');
    };
    return { fields: options, labelOf };
  }, [fields, t]);
}
