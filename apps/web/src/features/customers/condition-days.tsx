import { Group, MultiSelect, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../ui/dates';
import { FromTo, type EditorProps, type OneValue } from './condition-range';

/** A day of the calendar. */
export function DayEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  return (
    <OneDay label={t('conditions.value')} value={parts.value} onChange={(value) => onChange({ ...parts, value })} />
  );
}

/** From one day to another, both included. */
export function DaysEditor(props: EditorProps) {
  return <FromTo<string> {...props} one={(day) => <OneDay {...day} />} />;
}

function OneDay(props: OneValue<string>) {
  const { value } = props;
  return (
    <DateField
      aria-label={props.label}
      placeholder="2026/04/01"
      size="sm"
      flex={1}
      miw={120}
      clearable={false}
      value={value === undefined || value === '' ? null : String(value)}
      onChange={(day) => props.onChange(day ?? '')}
    />
  );
}

const PRESETS = ['-7,0', '-30,0', '-90,0', '-365,0', '0,0', '-1,-1', '1,1', '0,7', '0,30'] as const;

/** Days counted from today: a usual period, or any other. */
export function OffsetsEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  const key = `${parts.value},${parts.to}`;
  const isPreset = PRESETS.some((preset) => preset === key);
  // a number on its way may pass by a usual period: what was chosen to be typed stays to be typed
  const [isTyped, setTyped] = useState(!isPreset);
  const isCustom = isTyped || !isPreset;
  const label = (preset: string) => {
    const [from = 0, to = 0] = preset.split(',').map(Number);
    if (from === to) return t(`conditions.days.${from < 0 ? 'yesterday' : from > 0 ? 'tomorrow' : 'today'}`);
    return from < 0 ? t('conditions.days.last', { days: -from }) : t('conditions.days.next', { days: to });
  };
  return (
    <Group gap={6} flex={1}>
      <Select
        aria-label={t('conditions.days.preset')}
        size="sm"
        w={150}
        allowDeselect={false}
        data={[
          ...PRESETS.map((preset) => ({ value: preset, label: label(preset) })),
          { value: 'custom', label: t('conditions.days.custom') },
        ]}
        value={isCustom ? 'custom' : key}
        onChange={(choice) => {
          setTyped(choice === 'custom');
          if (choice === 'custom') return onChange({ value: -14, to: -1 });
          const [value, to] = (choice ?? '').split(',').map(Number);
          onChange({ value, to });
        }}
      />
      {isCustom ? (
        <FromTo<number> parts={parts} onChange={onChange} mayWrap one={(offset) => <Offset {...offset} />} />
      ) : null}
    </Group>
  );
}

/** So many days before or after today. */
function Offset(props: OneValue<number>) {
  const { t } = useTranslation();
  const days = Number(props.value ?? 0);
  const isAfter = days > 0 || Object.is(days, 0);
  return (
    <Group gap={4} wrap="nowrap">
      <NumberInput
        aria-label={`${props.label}: ${t('conditions.days.count')}`}
        size="sm"
        w={70}
        min={0}
        max={36_525}
        allowDecimal={false}
        value={Math.abs(days)}
        onChange={(count) => props.onChange(isAfter ? Number(count) : -Number(count))}
      />
      <Select
        aria-label={`${props.label}: ${t('conditions.days.side')}`}
        size="sm"
        w={96}
        allowDeselect={false}
        data={[
          { value: 'before', label: t('conditions.days.before') },
          { value: 'after', label: t('conditions.days.after') },
        ]}
        value={isAfter ? 'after' : 'before'}
        onChange={(side) => props.onChange(side === 'before' ? -Math.abs(days) : Math.abs(days))}
      />
    </Group>
  );
}

const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1));

/** Months of any year, and the present one and the next, whichever they are. */
export function MonthsEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      aria-label={t('conditions.value')}
      placeholder={(parts.values?.length ?? 0) === 0 ? t('conditions.choose') : undefined}
      size="sm"
      flex={1}
      miw={160}
      data={[
        { value: 'this', label: t('conditions.months.this') },
        { value: 'next', label: t('conditions.months.next') },
        ...MONTHS.map((month) => ({ value: month, label: t('conditions.months.one', { month }) })),
      ]}
      value={[...(parts.values ?? [])]}
      onChange={(values) => onChange({ values })}
    />
  );
}

const pad = (n: string): string => n.padStart(2, '0');
const daysIn = (month: number): number => new Date(Date.UTC(2024, month, 0)).getUTCDate();

/** A day of any year: today, or one that is named. */
export function MonthDayEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  const value = String(parts.value ?? 'today');
  const isToday = value === 'today';
  const [month = 1, day = 1] = isToday ? [] : value.split('-').map(Number);
  const set = (m: number, d: number) => onChange({ value: `${pad(String(m))}-${pad(String(Math.min(d, daysIn(m))))}` });
  return (
    <Group gap={6} flex={1}>
      <Select
        aria-label={t('conditions.monthDay.kind')}
        size="sm"
        w={140}
        allowDeselect={false}
        data={[
          { value: 'today', label: t('conditions.monthDay.today') },
          { value: 'fixed', label: t('conditions.monthDay.fixed') },
        ]}
        value={isToday ? 'today' : 'fixed'}
        onChange={(kind) => onChange({ value: kind === 'fixed' ? '04-01' : 'today' })}
      />
      {isToday ? null : (
        <Group gap={4} wrap="nowrap">
          <Select
            aria-label={t('conditions.monthDay.month')}
            size="sm"
            w={90}
            allowDeselect={false}
            data={MONTHS.map((one) => ({ value: one, label: t('conditions.months.one', { month: one }) }))}
            value={String(month)}
            onChange={(next) => set(Number(next), day)}
          />
          <Select
            aria-label={t('conditions.monthDay.day')}
            size="sm"
            w={84}
            allowDeselect={false}
            data={Array.from({ length: daysIn(month) }, (_, i) => ({
              value: String(i + 1),
              label: t('conditions.monthDay.dayOne', { day: i + 1 }),
            }))}
            value={String(day)}
            onChange={(next) => set(month, Number(next))}
          />
        </Group>
      )}
    </Group>
  );
}
