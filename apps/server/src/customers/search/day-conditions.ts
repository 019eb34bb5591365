import type { Day, RefusePart } from '../condition-kind.types.js';
import { checkFieldValue } from '../field-values.js';
import { DAY_OPS } from './conditions.js';

const DAY_MS = 86_400_000;
/** Japan has had one offset since 1951, and no summer time (J-20). */
const TOKYO_OFFSET_MS = 9 * 3_600_000;
/** A hundred years either way. */
const MAX_OFFSET = 36_525;

export type DayOp = (typeof DAY_OPS)[number];

/** A comparison with days: of a date field, of the day of registration or of the last change. */
export interface DayTest {
  readonly op: DayOp;
  readonly value: Day | number;
  readonly to?: Day | number;
}

/** Days from `from` to `to`, both included, or beyond a day that is not; absent ends are open. */
export interface DayRange {
  readonly from?: Day;
  readonly to?: Day;
  readonly after?: Day;
  readonly before?: Day;
}

/** The day it is in Japan. */
export function dayInJapan(now: Date): Day {
  return new Date(now.getTime() + TOKYO_OFFSET_MS).toISOString().slice(0, 10);
}

/** The day so many days later. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The parts of a comparison with days as they came from outside; null when `op` is none of these. */
export function readDayTest(input: Readonly<Record<string, unknown>>, refuse: RefusePart): DayTest | null {
  const op = DAY_OPS.find((word) => word === input.op);
  if (op === undefined) return null;
  const read = op === 'relative' ? readOffset : readDay;
  const value = read(input.value, 'value', refuse);
  if (op !== 'between' && op !== 'relative') return { op, value };
  const to = read(input.to, 'to', refuse);
  if (to < value) throw refuse('to', 'range-reversed', 'must not lie before value');
  return { op, value, to };
}

function readDay(input: unknown, part: string, refuse: RefusePart): Day {
  const checked = typeof input === 'string' ? checkFieldValue({ type: 'date', choices: [] }, input) : null;
  if (!checked?.ok || typeof checked.value !== 'string') throw refuse(part, 'not-a-date', 'must be a date YYYY-MM-DD');
  return checked.value;
}

function readOffset(input: unknown, part: string, refuse: RefusePart): number {
  const days = typeof input === 'string' && /^-?\d{1,5}$/.test(input) ? Number(input) : input;
  if (typeof days !== 'number' || !Number.isInteger(days) || Math.abs(days) > MAX_OFFSET)
    throw refuse(part, 'not-a-number', `must be a whole number of days, at most ${MAX_OFFSET} from today`);
  return days === 0 ? 0 : days;
}

/** The days that a comparison, which readDayTest has checked, means today. */
export function dayRange({ op, value, to }: { op?: unknown; value?: unknown; to?: unknown }, today: Day): DayRange {
  switch (op) {
    case 'before':
      return { before: String(value) };
    case 'after':
      return { after: String(value) };
    case 'between':
      return { from: String(value), to: String(to) };
    case 'relative':
      return { from: addDays(today, Number(value)), to: addDays(today, Number(to)) };
    default:
      return { from: String(value), to: String(value) };
  }
}

/** The months that `month` means today, 01 to 12. */
export function monthsOf(values: readonly string[], today: Day): string[] {
  const current = Number(today.slice(5, 7));
  const months = values.map((value) =>
    value === 'this' ? current : value === 'next' ? (current % 12) + 1 : Number(value),
  );
  return [...new Set(months)].map((month) => String(month).padStart(2, '0'));
}

/** The days of the year that `month_day` means, MM-DD; who was born on 29 February has 28 February in a common year. */
export function monthDaysOf(value: string, today: Day): string[] {
  if (value !== 'today') return [value];
  const monthDay = today.slice(5);
  const isCommonYear = addDays(`${today.slice(0, 4)}-02-28`, 1).slice(5) !== '02-29';
  return monthDay === '02-28' && isCommonYear ? ['02-28', '02-29'] : [monthDay];
}
