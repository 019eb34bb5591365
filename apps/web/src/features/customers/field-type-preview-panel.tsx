import { Alert, Loader, Group, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { fieldProblemText } from '../../lib/problems';
import type { FieldTypePreview } from './customer-field-types.api';

/** What a change of type would do: counts in a sentence, what happens to the field, and values that do not fit. */
export function FieldTypePreviewPanel(props: { preview: FieldTypePreview | undefined; isCurrent: boolean }) {
  const { t } = useTranslation();
  const { preview, isCurrent } = props;
  if (preview === undefined || !isCurrent)
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" aria-hidden />
        <Text size="sm" c="dimmed">
          {t('customerFields.change.checking')}
        </Text>
      </Group>
    );
  const fails = preview.failingCount > 0;
  const isSafe = preview.isComplete && !fails;
  return (
    <Stack gap="sm" role="status">
      <Alert
        color={isSafe ? 'green' : 'yellow'}
        icon={isSafe ? <IconCircleCheck /> : <IconAlertTriangle />}
        title={<Summary preview={preview} />}
      >
        <Stack gap={4}>
          {preview.isComplete ? null : (
            <Text size="sm">{t('customerFields.change.incomplete', { total: preview.customerCount })}</Text>
          )}
          <Text size="sm">
            {t(preview.keepsField ? 'customerFields.change.staysItself' : 'customerFields.change.newField')}
          </Text>
          {preview.scheduledDeliveryCount > 0 ? (
            <Text size="sm">{t('customerFields.change.deliveries', { count: preview.scheduledDeliveryCount })}</Text>
          ) : null}
          {preview.segmentCount > 0 ? (
            <Text size="sm">{t('customerFields.change.segments', { count: preview.segmentCount })}</Text>
          ) : null}
        </Stack>
      </Alert>
      {fails ? <Examples preview={preview} /> : null}
    </Stack>
  );
}

function Summary({ preview }: { preview: FieldTypePreview }) {
  const { t } = useTranslation();
  if (preview.customerCount === 0) return <>{t('customerFields.change.noValues')}</>;
  if (preview.failingCount === 0) return <>{t('customerFields.change.allFit', { count: preview.customerCount })}</>;
  return (
    <>
      {t('customerFields.change.someFail', {
        total: preview.customerCount,
        fits: preview.convertibleCount,
        count: preview.failingCount,
      })}
    </>
  );
}

function Examples({ preview }: { preview: FieldTypePreview }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={420} maxHeight={260} type="native" tabIndex={0}>
      <Table aria-label={t('customerFields.change.examples')} stickyHeader verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('customerFields.change.value')}</Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              {t('customerFields.change.customers')}
            </Table.Th>
            <Table.Th>{t('customerFields.change.reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.examples.map((example) => (
            <Table.Tr key={example.text}>
              <Table.Td maw={220} style={{ overflowWrap: 'anywhere' }}>
                {example.text}
              </Table.Td>
              <Table.Td ta="right">{format.number(example.count)}</Table.Td>
              <Table.Td>
                {fieldProblemText(i18n, {
                  field: '',
                  message: example.code,
                  code: example.code,
                  params: example.params,
                })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
