import { Alert, Box, Group, Paper, Radio, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { FactList } from '../../ui/fact-list';
import { PageHeader } from '../../ui/page-header';
import { ConditionChips, ConditionPicker } from '../customers/condition-picker';
import type { Chosen } from '../customers/conditions.api';
import { SegmentPicker } from '../customers/segment-picker';
import { useSegments } from '../customers/segments.api';
import { GroupPicker } from '../groups/group-picker';
import { useSubjectText } from '../mailings/subject.api';
import { useMay } from '../users/session.api';
import { AudienceInWords } from './audience-in-words';
import { deliveriesQuery, type Audience } from './delivery.api';
import { DeliverySummary } from './delivery-summary';
import { MailingCheckList } from './mailing-check-list';
import { StartField } from './start-field';
import { firstStart } from './start-time';
import classes from './delivery-new.module.css';

/** The last step before a mailing leaves: who, when, what the checks say, and one confirmation that states the number. */
export function DeliveryNewPage() {
  const { t } = useTranslation();
  const id = useParams().id ?? '';
  const { data: mailing } = useSuspenseQuery(deliveriesQuery.mailing(id));
  const { data: checks } = useSuspenseQuery(deliveriesQuery.checks(id));
  const [audience, setAudience] = useState<Audience>({
    groupId: mailing.groupId ?? '',
    conditions: '',
    segmentId: '',
  });
  const [start, setStart] = useState<string | null>(null);
  const mayDeliver = useMay('delivery.run');
  const subjectText = useSubjectText();
  const editPath = `/mailings/${id}`;
  // the group is chosen here: that it was left open in the mailing, or has nobody, is said by the estimate
  const content = checks.filter(({ code }) => code !== 'group-missing' && code !== 'no-recipients');
  return (
    <>
      <PageHeader
        title={t('delivery.new.title')}
        subtitle={subjectText(mailing.subject)}
        back={[{ to: editPath, label: t('delivery.new.back') }]}
      />
      {mayDeliver ? null : (
        <Alert color="yellow" mb="lg">
          {t('delivery.new.notPermitted')}
        </Alert>
      )}
      <div className={classes.columns}>
        <Stack gap="lg" miw={0}>
          <Paper withBorder p="lg" component="section">
            <Title order={2} mb={4}>
              {t('delivery.new.mail')}
            </Title>
            <FactList
              facts={[
                { label: t('delivery.list.subject'), value: subjectText(mailing.subject) },
                {
                  label: t('delivery.new.from'),
                  value: mailing.sender ? `${mailing.sender.displayName} <${mailing.sender.email}>` : null,
                },
                { label: t('delivery.new.format'), value: t(`delivery.new.${mailing.format}`) },
              ]}
            />
          </Paper>
          <AudienceChoice audience={audience} onChange={setAudience} />
          <StartChoice value={start} onChange={setStart} />
          <MailingCheckList checks={content} editPath={editPath} />
        </Stack>
        <DeliverySummary mailing={mailing} audience={audience} start={start} checks={content} mayDeliver={mayDeliver} />
      </div>
    </>
  );
}

function AudienceChoice(props: { audience: Audience; onChange: (audience: Audience) => void }) {
  const { t } = useTranslation();
  const { audience, onChange } = props;
  const { conditions, segmentId } = audience;
  const chosen = { conditions, segmentId };
  const choose = (next: Chosen) => onChange({ ...audience, ...next });
  const segments = useSegments();
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="sm">
        {t('delivery.new.audience')}
      </Title>
      <GroupPicker
        label={t('delivery.new.group')}
        value={audience.groupId === '' ? null : audience.groupId}
        onChange={(groupId) => onChange({ ...audience, groupId: groupId ?? '' })}
        allowDeselect={false}
        maw={420}
      />
      <Text size="sm" c="dimmed" mt="md" mb={8}>
        {t('delivery.new.narrow')}
      </Text>
      <Group gap={8}>
        {segments.length > 0 ? (
          <SegmentPicker
            aria-label={t('delivery.new.segment')}
            placeholder={t('delivery.new.segment')}
            clearable
            w={220}
            value={segmentId === '' ? null : segmentId}
            onChange={(id) => choose({ conditions: '', segmentId: id ?? '' })}
          />
        ) : null}
        <ConditionPicker value={chosen} onChange={choose} />
        <ConditionChips value={chosen} onChange={choose} />
      </Group>
      <Box mt={10}>
        <AudienceInWords chosen={chosen} />
      </Box>
    </Paper>
  );
}

function StartChoice({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="lg" component="section">
      <Radio.Group
        label={t('delivery.new.when')}
        classNames={{ label: classes.groupLabel }}
        value={value === null ? 'now' : 'later'}
        onChange={(choice) => onChange(choice === 'now' ? null : firstStart(new Date()))}
      >
        <Stack gap="sm" mt="sm">
          <Radio value="now" label={t('delivery.new.now')} description={t('delivery.new.nowText')} />
          <Radio value="later" label={t('delivery.new.later')} description={t('delivery.new.laterText')} />
        </Stack>
      </Radio.Group>
      {value === null ? null : (
        <div className={classes.later}>
          <StartField value={value} onChange={(next) => onChange(next ?? firstStart(new Date()))} />
        </div>
      )}
    </Paper>
  );
}
