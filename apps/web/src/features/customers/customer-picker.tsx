import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { customerName, useCustomerFields } from './customer-fields.api';
import { customersQuery, type Customer } from './customers.api';

/**
 * Finds one customer by address or name while typing. `onChange` gets the customer, or null when cleared.
 */
export function CustomerPicker(props: {
  label: string;
  value: Customer | null;
  onChange: (customer: Customer | null) => void;
  placeholder?: string;
}) {
  const { t } = useTranslation();
  const fields = useCustomerFields();
  const [text, setText] = useState('');
  const [term] = useDebouncedValue(text.trim(), 250);
  const chosen = props.value;
  const labelOf = (customer: Customer) => {
    const name = customerName(customer, fields);
    return name === customer.email ? name : `${name} <${customer.email}>`;
  };
  const isChosenLabel = chosen !== null && labelOf(chosen) === term;
  const { data = [], isFetching } = useQuery({
    ...customersQuery.few(isChosenLabel ? '' : term),
    placeholderData: keepPreviousData,
  });
  const found = chosen && !data.some((customer) => customer.id === chosen.id) ? [chosen, ...data] : data;
  return (
    <Select
      label={props.label}
      placeholder={props.placeholder ?? t('customers.picker.placeholder')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('app.action.clear') }}
      filter={({ options }) => options}
      data={found.map((customer) => ({ value: customer.id, label: labelOf(customer) }))}
      value={chosen?.id ?? null}
      onChange={(id) => props.onChange(found.find((customer) => customer.id === id) ?? null)}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={isFetching ? t('app.header.loading') : t('customers.picker.nothing')}
      maxDropdownHeight={280}
    />
  );
}
