import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './column-table.module.css';
import type { ImportSetup } from './imports.api';
import { useTargets } from './targets';

/** The first rows as a table, with the field of each column to be chosen above it. */
export function ColumnTable(props: {
  rows: readonly string[][];
  setup: ImportSetup;
  nameOf: (column: number) => string;
  onChoose: (column: number, target: string) => void;
  isReading: boolean;
}) {
  const { rows, setup } = props;
  const { t } = useTranslation();
  const columns = setup.mapping.length;
  const indexes = Array.from({ length: columns }, (_, column) => column);
  const body = setup.hasHeader ? rows.slice(1) : rows;
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('imports.mapping.table')}>
      <table className={classes.table} aria-busy={props.isReading}>
        <thead>
          <tr>
            <th scope="col" className={classes.number}>
              <span className={classes.hidden}>{t('imports.list.rows')}</span>
            </th>
            {indexes.map((column) => (
              <th scope="col" key={column} data-ignored={setup.mapping[column] === 'ignore' || undefined}>
                <TargetSelect
                  label={t('imports.mapping.target', { column: props.nameOf(column) })}
                  value={setup.mapping[column] ?? 'ignore'}
                  onChange={(target) => props.onChoose(column, target)}
                />
                <span className={classes.heading}>{props.nameOf(column)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            // rows of a file have no other name than their place
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <th scope="row" className={classes.number}>
                {index + (setup.hasHeader ? 2 : 1)}
              </th>
              {indexes.map((column) => (
                <td key={column} data-ignored={setup.mapping[column] === 'ignore' || undefined} title={row[column]}>
                  {row[column] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TargetSelect(props: { label: string; value: string; onChange: (target: string) => void }) {
  const { t } = useTranslation();
  const { fields } = useTargets();
  return (
    <NativeSelect
      size="xs"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      data-chosen={props.value !== 'ignore' || undefined}
      classNames={{ input: classes.select }}
      data={[
        { value: 'ignore', label: t('imports.mapping.ignore') },
        { value: 'email', label: t('imports.mapping.email') },
        ...(fields.length > 0 ? [{ group: t('imports.mapping.fields'), items: fields }] : []),
      ]}
    />
  );
}
