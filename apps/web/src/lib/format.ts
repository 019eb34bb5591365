import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Times are those of the organisation, not of the reader's machine (the server's settings say Asia/Tokyo). */
const TIME_ZONE = 'Asia/Tokyo';
const NOTHING = '—';

export interface Format {
  /** 1,234,567 */
  readonly number: (value: number | null | undefined) => string;
  /** 12.3万 / 123K: for axes and tight places */
  readonly compact: (value: number) => string;
  /** part of whole, e.g. 24.9%; a dash when there is no whole */
  readonly percent: (part: number, whole: number) => string;
  /** 2026/08/12 */
  readonly date: (instant: string | null | undefined) => string;
  /** 8/12: for axes */
  readonly monthDay: (instant: string) => string;
  /** 2026/08/12 03:00 */
  readonly dateTime: (instant: string | null | undefined) => string;
  /** 8月12日(水) 03:00, without the year while it is this one */
  readonly shortDateTime: (instant: string | null | undefined, now?: Date) => string;
  /** 3分前, 2日後 */
  readonly relative: (instant: string, now?: Date) => string;
  /** 1時間20分, for a number of seconds */
  readonly duration: (seconds: number) => string;
  /** 1.2 MB */
  readonly bytes: (value: number) => string;
  /** A、B、C */
  readonly list: (values: readonly string[]) => string;
}

/** Numbers, dates and durations in one language; pure, so that it can be tested without React. */
export function makeFormat(locale: string): Format {
  const tag = locale === 'en' ? 'en-US' : 'ja-JP';
  const number = new Intl.NumberFormat(tag);
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const size = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(tag, { type: 'conjunction', style: 'narrow' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const at = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone: TIME_ZONE, ...options });
  const day: Intl.DateTimeFormatOptions =
    locale === 'en' ? { dateStyle: 'medium' } : { year: 'numeric', month: '2-digit', day: '2-digit' };
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const dateOnly = at(day);
  const dayAndClock = at({
    ...(locale === 'en' ? { year: 'numeric', month: 'short', day: 'numeric' } : day),
    ...clock,
  });
  const thisYear = at({ month: 'short', day: 'numeric', weekday: 'short', ...clock });
  const otherYear = at({ year: 'numeric', month: 'short', day: 'numeric', ...clock });
  const monthDay = at({ month: 'numeric', day: 'numeric' });
  const year = at({ year: 'numeric' });
  const instant = (text: string | null | undefined, format: (date: Date) => string): string =>
    text === null || text === undefined || Number.isNaN(Date.parse(text)) ? NOTHING : format(new Date(text));

  return {
    number: (value) => (value === null || value === undefined ? NOTHING : number.format(value)),
    compact: (value) => compact.format(value),
    percent: (part, whole) => (whole > 0 ? percent.format(part / whole) : NOTHING),
    date: (text) => instant(text, (date) => dateOnly.format(date)),
    monthDay: (text) => instant(text, (date) => monthDay.format(date)),
    dateTime: (text) => instant(text, (date) => dayAndClock.format(date)),
    shortDateTime: (text, now = new Date()) =>
      instant(text, (date) => (year.format(date) === year.format(now) ? thisYear : otherYear).format(date)),
    relative: (text, now = new Date()) => relativeTime(relative, (Date.parse(text) - now.getTime()) / 1000),
    duration: (seconds) => durationText(tag, seconds),
    bytes: (value) => {
      const step = value < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(value) / 3));
      return `${size.format(value / 1000 ** step)} ${['B', 'kB', 'MB', 'GB'][step]}`;
    },
    list: (values) => (locale === 'en' ? list.format(values) : values.join('、')),
  };
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

function relativeTime(format: Intl.RelativeTimeFormat, seconds: number): string {
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second');
}

function durationText(tag: string, seconds: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: tag === 'ja-JP' ? 'long' : 'short' })
      .format(value)
      .replaceAll(tag === 'ja-JP' ? /\s/g : /$^/g, '');
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return unit(whole, 'second');
  const minutes = Math.round(whole / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return unit(minutes, 'minute');
  return rest === 0
    ? unit(hours, 'hour')
    : `${unit(hours, 'hour')}${tag === 'ja-JP' ? '' : ' '}${unit(rest, 'minute')}`;
}

/** The formats of the reader's language. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => makeFormat(i18n.language), [i18n.language]);
}
