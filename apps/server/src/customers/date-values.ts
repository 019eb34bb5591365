import { EMPTY, type CheckedValue } from './field-check.types.js';
import { halfWidth } from './half-width.js';

const NOT_A_DATE: CheckedValue = { ok: false, code: 'not-a-date', params: {} };
const DATE = /^(\d{4})(?:([-/])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})日)$/;

/** C-43: YYYY/M/D, YYYY-MM-DD, YYYYMMDD, YYYY年M月D日; stored YYYY-MM-DD. */
export function checkDate(text: string): CheckedValue {
  let match = DATE.exec(text);
  if (!match) {
    const plain = halfWidth(text).trim();
    if (plain === '') return EMPTY;
    match = DATE.exec(plain);
    if (!match) return NOT_A_DATE;
  }
  const year = match[1] ?? '';
  const month = match[3] ?? match[5] ?? match[7] ?? '';
  const day = match[4] ?? match[6] ?? match[8] ?? '';
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return NOT_A_DATE;
  return { ok: true, value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
}

/** 0 for a year or month that does not exist. */
function daysIn(year: number, month: number): number {
  if (year < 1 || month < 1 || month > 12) return 0;
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
