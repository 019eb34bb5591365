import { Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../ui/dates';
import { tokyoInstant, tokyoWallTime } from '../../lib/tokyo-time';
import { GroupPicker } from '../groups/group-picker';
import { CONSENT_BASES, type ConsentBasis, type ConsentInput } from './consents.api';

/** What is typed about a consent; `basis` null: nothing is recorded. */
export interface ConsentDraft {
  readonly basis: ConsentBasis | null;
  readonly purpose: string;
  readonly groupId: string | null;
  readonly obtainedOn: string | null;
  readonly sourceLabel: string;
  readonly note: string;
}

/** An empty draft with the purpose most senders have; the day is today in Tokyo. */
export function useEmptyConsent(): ConsentDraft {
  const { t } = useTranslation();
  return {
    basis: null,
    purpose: t('person.consents.form.purposeDefault'),
    groupId: null,
    obtainedOn: today(),
    sourceLabel: '',
    note: '',
  };
}

const today = (): string => tokyoWallTime(new Date().toISOString()).slice(0, 10);

/** The draft as the API takes it. A consent of today is of this moment, an earlier one of the beginning of its day. */
export function toConsentInput(draft: ConsentDraft): ConsentInput | undefined {
  if (draft.basis === null) return undefined;
  const { basis, purpose, groupId, obtainedOn, sourceLabel, note } = draft;
  const earlier = obtainedOn !== null && obtainedOn !== today();
  return {
    basis,
    purpose,
    groupId,
    sourceLabel,
    note,
    ...(earlier ? { obtainedAt: tokyoInstant(`${obtainedOn} 00:00:00`) } : {}),
  };
}

/** The fields of a consent that was got outside of the system. */
export function ConsentFields(props: {
  value: ConsentDraft;
  onChange: (value: ConsentDraft) => void;
  /** without a basis nothing is recorded; otherwise one must be chosen */
  optional?: boolean;
}) {
  const { t } = useTranslation();
  const { value } = props;
  const change = (part: Partial<ConsentDraft>) => props.onChange({ ...value, ...part });
  return (
    <Stack gap="sm">
      <Select
        label={t('person.consents.form.basis')}
        description={props.optional ? t('person.consents.form.basisHint') : undefined}
        data={CONSENT_BASES.map((basis) => ({ value: basis, label: t(`person.consents.basis.${basis}`) }))}
        value={value.basis}
        onChange={(basis) => change({ basis: CONSENT_BASES.find((one) => one === basis) ?? null })}
        clearable={props.optional ?? false}
        clearButtonProps={{ 'aria-label': `${t('app.action.clear')}: ${t('person.consents.form.basis')}` }}
        required={!props.optional}
      />
      {value.basis === null && props.optional ? null : (
        <>
          <TextInput
            label={t('person.consents.form.purpose')}
            required
            maxLength={200}
            value={value.purpose}
            onChange={(event) => change({ purpose: event.currentTarget.value })}
          />
          <GroupPicker
            label={t('person.consents.form.group')}
            placeholder={t('person.consents.form.groupAll')}
            clearable
            value={value.groupId}
            onChange={(groupId) => change({ groupId })}
          />
          <DateField
            label={t('person.consents.form.obtainedOn')}
            placeholder={t('customers.form.date')}
            maxDate={today()}
            clearButtonProps={{ 'aria-label': `${t('app.action.clear')}: ${t('person.consents.form.obtainedOn')}` }}
            value={value.obtainedOn}
            onChange={(obtainedOn) => change({ obtainedOn })}
          />
          <TextInput
            label={t('person.consents.form.sourceLabel')}
            placeholder={t('person.consents.form.sourceLabelPlaceholder')}
            maxLength={200}
            value={value.sourceLabel}
            onChange={(event) => change({ sourceLabel: event.currentTarget.value })}
          />
          <Textarea
            label={t('person.consents.form.note')}
            placeholder={t('person.consents.form.notePlaceholder')}
            autosize
            minRows={2}
            maxLength={1000}
            value={value.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
          />
        </>
      )}
    </Stack>
  );
}
