import { Group as Row, NativeSelect, Paper, Radio, Stack, Text, Textarea, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { GroupPicker } from '../groups/group-picker';
import { useMay, useUser } from '../users/session.api';
import type { ImportSetup } from './imports.api';
import { NewGroup } from './new-group';

interface Options {
  readonly setup: ImportSetup;
  readonly onChange: (changes: Partial<ImportSetup>) => void;
}

const BASES = ['form', 'paper', 'business_card', 'business_relation', 'published_address', 'other'] as const;
const REPORTS = ['always', 'errors', 'never'] as const;

/** How rows are registered, and what else goes with the operation. */
export function ImportOptions({ setup, onChange }: Options) {
  const { t } = useTranslation();
  const email = useUser()?.email ?? '';
  const isRegistering = setup.operation === 'register';
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="sm">
        {t(isRegistering ? 'imports.options.title' : 'imports.options.other')}
      </Title>
      <Stack gap="md">
        {isRegistering ? <RegisterOptions setup={setup} onChange={onChange} /> : null}
        <NativeSelect
          w={{ base: '100%', xs: 340 }}
          label={t('imports.options.report')}
          description={t('imports.options.reportHint', { email })}
          value={setup.report}
          onChange={(event) => onChange({ report: event.currentTarget.value as ImportSetup['report'] })}
          data={REPORTS.map((value) => ({ value, label: t(`imports.options.reports.${value}`) }))}
        />
      </Stack>
    </Paper>
  );
}

function RegisterOptions({ setup, onChange }: Options) {
  const { t } = useTranslation();
  const mayJoin = useMay('group.write');
  const join = (groupId: string | null) => onChange({ groupId, target: groupId === null ? 'database' : 'group' });
  return (
    <>
      {mayJoin ? (
        <Row align="flex-end" gap="sm">
          <GroupPicker
            label={t('imports.options.group')}
            description={t('imports.options.groupHint')}
            clearable
            w={{ base: '100%', xs: 340 }}
            value={setup.groupId}
            onChange={join}
          />
          <NewGroup onCreated={join} />
        </Row>
      ) : (
        <Text size="sm" c="dimmed">
          {t('imports.options.groupNotPermitted')}
        </Text>
      )}
      <Radio.Group
        label={t('imports.options.overwrite')}
        value={setup.overwrite ? 'yes' : 'no'}
        onChange={(value) => onChange({ overwrite: value === 'yes' })}
      >
        <Stack gap={8} mt={4}>
          <Radio
            value="no"
            label={t('imports.options.overwriteNo')}
            description={t('imports.options.overwriteNoHint')}
          />
          <Radio
            value="yes"
            label={t('imports.options.overwriteYes')}
            description={t('imports.options.overwriteYesHint')}
          />
        </Stack>
      </Radio.Group>
      {setup.overwrite ? (
        <Radio.Group
          label={t('imports.options.emptyCells')}
          value={setup.emptyCells}
          onChange={(value) => onChange({ emptyCells: value as ImportSetup['emptyCells'] })}
        >
          <Row gap="lg" mt={4}>
            <Radio value="keep" label={t('imports.options.keep')} />
            <Radio value="blank" label={t('imports.options.blank')} />
          </Row>
        </Radio.Group>
      ) : null}
      <ConsentOptions setup={setup} onChange={onChange} />
    </>
  );
}

function ConsentOptions({ setup: { consent }, onChange }: Options) {
  const { t } = useTranslation();
  return (
    <>
      <NativeSelect
        w={{ base: '100%', xs: 340 }}
        label={t('imports.options.consent')}
        description={t('imports.options.consentHint')}
        value={consent?.basis ?? ''}
        onChange={(event) => {
          const basis = BASES.find((one) => one === event.currentTarget.value);
          onChange({ consent: basis ? { basis, note: consent?.note ?? '' } : null });
        }}
        data={[
          { value: '', label: t('imports.options.consentNone') },
          ...BASES.map((value) => ({ value, label: t(`imports.options.basis.${value}`) })),
        ]}
      />
      {consent ? (
        <Textarea
          w={{ base: '100%', xs: 480 }}
          label={t('imports.options.consentNote')}
          autosize
          minRows={1}
          maxLength={500}
          value={consent.note}
          onChange={(event) => onChange({ consent: { ...consent, note: event.currentTarget.value } })}
        />
      ) : null}
    </>
  );
}
