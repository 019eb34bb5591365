import { Alert, Button, Table, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { MeterBar } from '../../ui/meter-bar';
import { ProblemAlert } from '../../ui/problem-alert';
import { ClassCounts } from './class-counts';
import { FailureText } from './failure-text';
import { importsQuery, isRehearsing, type Import, type ImportSetup, type Rehearsal } from './imports.api';
import { OutcomeList } from './outcome-list';

/** What would become of the rows with these settings: looked at while it is found out, then in numbers. */
export function RehearsalPanel({ one, setup }: { one: Import; setup: ImportSetup }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useQuery(importsQuery.rehearsal(one.id, setup));
  return (
    <section aria-labelledby="rehearsal-title" aria-busy={!data || isRehearsing(data)}>
      <Title order={3} size="h4" mb="xs" id="rehearsal-title">
        {t('imports.confirm.rehearsalTitle')}
      </Title>
      {error ? (
        <>
          <ProblemAlert error={error} />
          <Button
            mt="xs"
            variant="default"
            size="xs"
            loading={isFetching}
            leftSection={<IconRefresh size={15} />}
            onClick={() => void refetch()}
          >
            {t('imports.confirm.rehearsalAgain')}
          </Button>
        </>
      ) : !data || isRehearsing(data) ? (
        <Waiting one={one} rehearsal={data} />
      ) : (
        <Found rehearsal={data} />
      )}
    </section>
  );
}

function Waiting({ one, rehearsal }: { one: Import; rehearsal: Rehearsal | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = rehearsal && one.fileBytes > 0 ? Math.min(1, rehearsal.processedBytes / one.fileBytes) : 0;
  const text = t(rehearsal?.state === 'running' ? 'imports.confirm.rehearsing' : 'imports.confirm.rehearsalWaits');
  return (
    <>
      <MeterBar moving value={share} label={text} />
      <Text size="sm" c="dimmed" mt={6} className="tabular" role="status">
        {text} {share > 0 ? format.percent(share, 0) : null}
      </Text>
    </>
  );
}

function Found({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t } = useTranslation();
  const { counts, outcomes } = rehearsal;
  return (
    <>
      {rehearsal.failure === null ? null : (
        <Alert color="red" icon={<IconAlertCircle />} title={t('imports.failure.rehearsalTitle')} role="alert" mb="sm">
          <FailureText failure={rehearsal.failure} row={rehearsal.failureRow} />
        </Alert>
      )}
      <Text size="sm" c="dimmed" mb="xs">
        {t('imports.confirm.rehearsedRows', { count: counts.rows })}
      </Text>
      <ClassCounts counts={counts} />
      <OutcomeList outcomes={outcomes} />
      {counts.success + counts.stopped === 0 && rehearsal.failure === null ? (
        <Alert color="yellow" icon={<IconAlertTriangle />} mt="sm">
          {t('imports.confirm.nothing')}
        </Alert>
      ) : null}
      <Failures failures={rehearsal.failures} all={counts.failed} />
    </>
  );
}

function Failures({ failures, all }: { failures: Rehearsal['failures']; all: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (failures.length === 0) return null;
  return (
    <>
      <Text size="sm" fw={600} mt="md">
        {all > failures.length
          ? t('imports.confirm.failuresFirst', { count: failures.length })
          : t('imports.confirm.failures')}
      </Text>
      <Table mt={4} fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>{t('imports.confirm.failureRow')}</Table.Th>
            <Table.Th>{t('imports.confirm.failureReason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {failures.map(({ row, reason }) => (
            <Table.Tr key={row}>
              <Table.Td className="tabular">{format.number(row)}</Table.Td>
              <Table.Td>{reason}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
