import { Button, Paper, Table, Title } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './chart-card.module.css';

/** The numbers of a chart as a table: what somebody reads who cannot see the picture. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/**
 * A chart in its box, with 「表で見る」: every chart can be read as a table. `legend` names the colours.
 */
export function ChartCard(props: {
  title: string;
  subtitle?: string;
  table: ChartTable;
  legend?: readonly ChartLegend[];
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <Paper withBorder p="lg" component="section" className={classes.card}>
      <div className={classes.head}>
        <div>
          <Title order={2}>{props.title}</Title>
          {props.subtitle ? <p className={classes.subtitle}>{props.subtitle}</p> : null}
        </div>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={asTable ? <IconChartBar size={15} /> : <IconTable size={15} />}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'app.chart.asChart' : 'app.chart.asTable')}
        </Button>
      </div>
      {asTable ? (
        <NumbersTable title={props.title} table={props.table} />
      ) : (
        <>
          {props.legend ? <Legend items={props.legend} /> : null}
          {props.children}
        </>
      )}
    </Paper>
  );
}

export interface ChartLegend {
  readonly label: string;
  readonly tone: 'soft' | 'strong' | 'line';
}

function Legend({ items }: { items: readonly ChartLegend[] }) {
  return (
    <ul className={classes.legend}>
      {items.map((item) => (
        <li key={item.label}>
          <span className={classes.swatch} data-tone={item.tone} aria-hidden />
          {item.label}
        </li>
      ))}
    </ul>
  );
}

function NumbersTable({ title, table }: { title: string; table: ChartTable }) {
  return (
    <div className={classes.table} tabIndex={0} role="group" aria-label={title}>
      <Table stickyHeader verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {table.head.map((cell, column) => (
              <Table.Th key={cell} ta={column === 0 ? undefined : 'end'}>
                {cell}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row) => (
            <Table.Tr key={row.key}>
              {row.cells.map((cell, column) => (
                <Table.Td key={table.head[column]} ta={column === 0 ? undefined : 'end'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
