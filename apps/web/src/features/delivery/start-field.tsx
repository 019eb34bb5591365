import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tokyoWallTime } from '../../lib/tokyo-time';
import { DateTimeField } from '../../ui/dates';
import { isFullHour, offTheHour, toStep } from './start-time';

/** When a delivery starts: wall time of Japan in steps of five minutes, with a word against the full hour. */
export function StartField(props: {
  value: string | null;
  onChange: (wallTime: string | null) => void;
  error?: string | null;
}) {
  const { t } = useTranslation();
  const { value, onChange } = props;
  const [earliest] = useState(() => tokyoWallTime(new Date().toISOString()));
  return (
    <>
      <DateTimeField
        label={t('delivery.new.startsAt')}
        value={value}
        onChange={(next) => onChange(next === null ? null : toStep(next))}
        minDate={earliest}
        timePickerProps={{
          minutesStep: 5,
          withDropdown: true,
          format: '24h',
          hoursInputLabel: t('app.calendar.hours'),
          minutesInputLabel: t('app.calendar.minutes'),
        }}
        error={props.error}
        clearable={false}
        maw={320}
        required
      />
      {value !== null && isFullHour(value) ? (
        <Alert color="blue" mt="sm" p="sm">
          <Group gap="sm" justify="space-between">
            <span style={{ flex: '1 1 260px' }}>{t('delivery.new.fullHour')}</span>
            <Button size="xs" variant="default" onClick={() => onChange(offTheHour(value))}>
              {t('delivery.new.shift')}
            </Button>
          </Group>
        </Alert>
      ) : null}
    </>
  );
}
