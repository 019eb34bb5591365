import '@mantine/dates/styles.layer.css';
import {
  DateInput,
  DateTimePicker,
  DatesProvider,
  type DateInputProps,
  type DateTimePickerProps,
} from '@mantine/dates';
import 'dayjs/locale/ja';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** How dates read and are chosen in each language. */
const LABELS = {
  ja: { month: 'YYYY年M月', year: 'YYYY年', date: 'YYYY/MM/DD', dateTime: 'YYYY年M月D日(dd) HH:mm' },
  en: { month: 'MMMM YYYY', year: 'YYYY', date: 'YYYY-MM-DD', dateTime: 'ddd, MMM D, YYYY HH:mm' },
} as const;

function useDateLabels() {
  const { i18n } = useTranslation();
  const locale = i18n.language === 'en' ? 'en' : 'ja';
  return { settings: { locale, firstDayOfWeek: 0 as const, weekendDays: [0, 6] as (0 | 6)[] }, labels: LABELS[locale] };
}

/**
 * A day, as YYYY-MM-DD or null: typed (2026/8/12, 20260812, 2026年8月12日) or chosen from a calendar.
 * Takes the props of Mantine's DateInput.
 */
export function DateField(props: DateInputProps) {
  const { settings, labels } = useDateLabels();
  return (
    <DatesProvider settings={settings}>
      <DateInput
        clearable
        dateParser={readDay}
        valueFormat={labels.date}
        monthLabelFormat={labels.month}
        yearLabelFormat={labels.year}
        {...props}
      />
    </DatesProvider>
  );
}

/**
 * A day and a time, as 'YYYY-MM-DD HH:mm:ss' of the organisation's time zone or null; turn it into an instant with
 * `tokyoInstant` of lib/tokyo-time. Takes the props of Mantine's DateTimePicker.
 */
export function DateTimeField(props: DateTimePickerProps) {
  const { t } = useTranslation();
  const { settings, labels } = useDateLabels();
  const id = useId();
  return (
    <DatesProvider settings={settings}>
      <DateTimePicker
        clearable
        id={id} // the popover's too: its dialog is named by the field
        popoverProps={{ id }}
        valueFormat={labels.dateTime}
        monthLabelFormat={labels.month}
        yearLabelFormat={labels.year}
        ariaLabels={{
          previousMonth: t('app.calendar.previousMonth'),
          nextMonth: t('app.calendar.nextMonth'),
          previousYear: t('app.calendar.previousYear'),
          nextYear: t('app.calendar.nextYear'),
          previousDecade: t('app.calendar.previousDecade'),
          nextDecade: t('app.calendar.nextDecade'),
        }}
        submitButtonProps={{ 'aria-label': t('app.calendar.apply') }}
        {...props}
      />
    </DatesProvider>
  );
}

/** The ways Japanese users write a day; null when it is none (2026/02/30). */
export function readDay(text: string): string | null {
  const [, year, month, day] =
    /^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*$/.exec(text.normalize('NFKC')) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
