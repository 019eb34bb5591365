import type { TFunction } from 'i18next';
import type { Format } from '../../lib/format';
import type { Column } from '../../ui/data-table';
import { PersonCell } from '../../ui/person-cell';
import { GroupBadges } from '../groups/group-badge';
import { customerName, fieldValueText, nameFieldOf, type CustomerField } from './customer-fields.api';
import { CustomerStatusBadge } from './customer-status-badge';
import type { Customer } from './customers.api';

/** A column that may be shown or hidden. */
export interface ColumnChoice {
  readonly key: string;
  readonly label: string;
}

interface Words {
  readonly t: TFunction;
  readonly format: Format;
}

/** Everything the list can show beside the customer: what we know ourselves, then every custom field. */
export function columnChoices(t: TFunction, fields: readonly CustomerField[]): readonly ColumnChoice[] {
  const named = nameFieldOf(fields)?.id;
  return [
    { key: 'status', label: t('customers.column.status') },
    { key: 'groups', label: t('customers.column.groups') },
    { key: 'errorCount', label: t('customers.column.errorCount') },
    ...fields.filter((field) => field.id !== named).map((field) => ({ key: `field:${field.id}`, label: field.label })),
    { key: 'via', label: t('customers.column.via') },
    { key: 'createdAt', label: t('customers.column.createdAt') },
    { key: 'updatedAt', label: t('customers.column.updatedAt') },
  ];
}

/** What is shown until somebody chooses: status, groups, the first three fields, the day of registration. */
export function defaultColumns(fields: readonly CustomerField[]): readonly string[] {
  const named = nameFieldOf(fields)?.id;
  const first = fields.filter((field) => field.id !== named && field.type !== 'long_text').slice(0, 3);
  return ['status', 'groups', ...first.map((field) => `field:${field.id}`), 'createdAt'];
}

/** The columns of the list, in the order they were put into. */
export function customerColumns(
  words: Words,
  fields: readonly CustomerField[],
  shown: readonly string[],
): readonly Column<Customer>[] {
  const choices = columnChoices(words.t, fields);
  const others = shown
    .flatMap((key) => choices.find((choice) => choice.key === key) ?? [])
    .map((choice) => otherColumn(words, fields, choice));
  return [
    {
      key: 'customer',
      header: words.t('customers.column.customer'),
      width: 'minmax(230px, 2.2fr)',
      cell: (customer) => (
        <PersonCell name={customerName(customer, fields)} email={customer.email} to={`/customers/${customer.id}`} />
      ),
    },
    ...others,
  ];
}

function otherColumn({ t, format }: Words, fields: readonly CustomerField[], choice: ColumnChoice): Column<Customer> {
  const base = { key: choice.key, header: choice.label, wideOnly: true };
  switch (choice.key) {
    case 'status':
      return {
        ...base,
        width: '84px',
        wideOnly: false,
        cell: (customer) => <CustomerStatusBadge status={customer.status} />,
      };
    case 'errorCount':
      return { ...base, width: '92px', align: 'end', cell: (customer) => format.number(customer.errorCount) };
    case 'groups':
      return { ...base, width: 'minmax(220px, 1.9fr)', cell: (customer) => <GroupBadges groups={customer.groups} /> };
    case 'via':
      return {
        ...base,
        width: 'minmax(90px, 0.7fr)',
        cell: (customer) => t(`customers.via.${customer.registeredVia}`),
      };
    case 'createdAt':
      return { ...base, width: '100px', cell: (customer) => format.date(customer.createdAt) };
    case 'updatedAt':
      return { ...base, width: '100px', cell: (customer) => format.date(customer.updatedAt) };
    default: {
      const field = fields.find((one) => `field:${one.id}` === choice.key);
      const number = field?.type === 'number';
      return {
        ...base,
        ...(number ? { align: 'end' as const } : {}),
        width: number ? 'minmax(84px, 0.6fr)' : 'minmax(104px, 1fr)',
        cell: (customer) => <FieldCell field={field} customer={customer} words={{ t, format }} />,
      };
    }
  }
}

function FieldCell({
  field,
  customer,
  words: { t, format },
}: {
  field: CustomerField | undefined;
  customer: Customer;
  words: Words;
}) {
  const value = field ? customer.fields[field.id] : undefined;
  if (!field || value === undefined) return <>—</>;
  return <>{typeof value === 'number' ? format.number(value) : fieldValueText(t, field, value)}</>;
}
