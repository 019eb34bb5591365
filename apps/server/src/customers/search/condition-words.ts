import type { Phrase } from '../condition-kind.types.js';

// The clauses a sentence about conditions is made of, in Japanese and English. Japanese has two forms: the one that
// another clause follows (…であり) and the one before 顧客 (…である).

/** A word in both languages. */
export interface Word {
  readonly ja: string;
  readonly en: string;
}

export const phrase = (middle: string, end: string, en: string): Phrase => ({ ja: { middle, end }, en });

/** Of a longer list the first so many are named, the others counted. */
const NAMED = 10;

/** 「A」「B」 and “A”, “B”, with the number of those left out. */
export function quoteList(words: readonly Word[]): Word {
  const named = words.slice(0, NAMED);
  const left = words.length - named.length;
  return {
    ja: named.map(({ ja }) => `「${ja}」`).join('') + (left > 0 ? `ほか ${left} 件` : ''),
    en: named.map(({ en }) => `“${en}”`).join(', ') + (left > 0 ? ` and ${left} more` : ''),
  };
}

/** The same name in both languages: names that people gave are not translated. */
export const named = (name: string): Word => ({ ja: name, en: name });

/** How a comparison of text reads. */
export function textPhrase({ ja, en }: Word, op: string, value: string): Phrase {
  switch (op) {
    case 'contains':
      return phrase(`${ja}に「${value}」を含み`, `${ja}に「${value}」を含む`, `whose ${en} contains “${value}”`);
    case 'not_contains':
      return phrase(
        `${ja}に「${value}」を含まず`,
        `${ja}に「${value}」を含まない`,
        `whose ${en} does not contain “${value}”`,
      );
    case 'starts_with':
      return phrase(`${ja}が「${value}」で始まり`, `${ja}が「${value}」で始まる`, `whose ${en} starts with “${value}”`);
    case 'ends_with':
      return phrase(`${ja}が「${value}」で終わり`, `${ja}が「${value}」で終わる`, `whose ${en} ends with “${value}”`);
    case 'not_equals':
      return phrase(`${ja}が「${value}」ではなく`, `${ja}が「${value}」ではない`, `whose ${en} is not “${value}”`);
    default:
      return phrase(`${ja}が「${value}」であり`, `${ja}が「${value}」である`, `whose ${en} is “${value}”`);
  }
}

/** How "has no value" and "has one" read. */
export function emptyPhrase({ ja, en }: Word, isEmpty: boolean): Phrase {
  return isEmpty
    ? phrase(`${ja}が空であり`, `${ja}が空である`, `whose ${en} is empty`)
    : phrase(`${ja}が空ではなく`, `${ja}が空ではない`, `whose ${en} is not empty`);
}

/** How a box that is ticked or not reads. */
export function checkedPhrase({ ja, en }: Word, isChecked: boolean): Phrase {
  return isChecked
    ? phrase(`${ja}にチェックがあり`, `${ja}にチェックがある`, `whose ${en} is ticked`)
    : phrase(`${ja}にチェックがなく`, `${ja}にチェックがない`, `whose ${en} is not ticked`);
}

const digits = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 6 });

/** How a comparison of numbers reads. */
export function numberPhrase({ ja, en }: Word, op: string, value: number, to: number): Phrase {
  const n = digits(value);
  switch (op) {
    case 'not_equals':
      return phrase(`${ja}が ${n} ではなく`, `${ja}が ${n} ではない`, `whose ${en} is not ${n}`);
    case 'lt':
      return phrase(`${ja}が ${n} より小さく`, `${ja}が ${n} より小さい`, `whose ${en} is less than ${n}`);
    case 'lte':
      return phrase(`${ja}が ${n} 以下であり`, `${ja}が ${n} 以下である`, `whose ${en} is at most ${n}`);
    case 'gt':
      return phrase(`${ja}が ${n} より大きく`, `${ja}が ${n} より大きい`, `whose ${en} is more than ${n}`);
    case 'gte':
      return phrase(`${ja}が ${n} 以上であり`, `${ja}が ${n} 以上である`, `whose ${en} is at least ${n}`);
    case 'between': {
      const range = `${n} 以上 ${digits(to)} 以下`;
      return phrase(`${ja}が ${range}であり`, `${ja}が ${range}である`, `whose ${en} is from ${n} to ${digits(to)}`);
    }
    default:
      return phrase(`${ja}が ${n} であり`, `${ja}が ${n} である`, `whose ${en} is ${n}`);
  }
}

/** How choices read where a customer has one of them. */
export function singlePhrase({ ja, en }: Word, op: string, choices: readonly Word[]): Phrase {
  const list = quoteList(choices);
  const isOne = choices.length === 1;
  if (op === 'none_of')
    return phrase(
      `${ja}が${list.ja}${isOne ? 'ではなく' : 'のいずれでもなく'}`,
      `${ja}が${list.ja}${isOne ? 'ではない' : 'のいずれでもない'}`,
      `whose ${en} is ${isOne ? 'not' : 'none of'} ${list.en}`,
    );
  const some = isOne ? '' : 'のいずれか';
  return phrase(
    `${ja}が${list.ja}${some}であり`,
    `${ja}が${list.ja}${some}である`,
    `whose ${en} is ${isOne ? '' : 'one of '}${list.en}`,
  );
}

/** How choices read where a customer has several of them. */
export function multiplePhrase({ ja, en }: Word, op: string, choices: readonly Word[]): Phrase {
  const list = quoteList(choices);
  const isOne = choices.length === 1;
  if (op === 'none_of') {
    const none = isOne ? 'を' : 'のいずれも';
    return phrase(
      `${ja}に${list.ja}${none}含まず`,
      `${ja}に${list.ja}${none}含まない`,
      `whose ${en} includes ${isOne ? 'no' : 'none of'} ${list.en}`,
    );
  }
  const how = isOne ? '' : op === 'all_of' ? 'のすべて' : 'のいずれか';
  const howEn = isOne ? '' : op === 'all_of' ? 'all of ' : 'one of ';
  return phrase(
    `${ja}に${list.ja}${how}を含み`,
    `${ja}に${list.ja}${how}を含む`,
    `whose ${en} includes ${howEn}${list.en}`,
  );
}

/** What is compared with days: its name, and in English the verb before "on …". */
export const DAY_WORDS = {
  registered: { ja: '登録日', en: 'who were registered' },
  updated: { ja: '更新日', en: 'who were last changed' },
} as const satisfies Record<string, Word>;

export const dayFieldWords = ({ ja, en }: Word): Word => ({ ja, en: `whose ${en} is` });

interface DayOperands {
  readonly op?: unknown;
  readonly value?: unknown;
  readonly to?: unknown;
}

/** How a comparison with days reads. */
export function dayPhrase({ ja, en }: Word, { op, value, to }: DayOperands): Phrase {
  const day = slashed(value);
  switch (op) {
    case 'before':
      return phrase(`${ja}が ${day} より前であり`, `${ja}が ${day} より前である`, `${en} before ${day}`);
    case 'after':
      return phrase(`${ja}が ${day} より後であり`, `${ja}が ${day} より後である`, `${en} after ${day}`);
    case 'between': {
      const range = `${day} から ${slashed(to)} まで`;
      return phrase(`${ja}が ${range}であり`, `${ja}が ${range}である`, `${en} from ${day} to ${slashed(to)}`);
    }
    case 'relative':
      return relativePhrase({ ja, en }, Number(value), Number(to));
    default:
      return phrase(`${ja}が ${day} であり`, `${ja}が ${day} である`, `${en} on ${day}`);
  }
}

function relativePhrase({ ja, en }: Word, from: number, to: number): Phrase {
  const [first, last] = [offsetWord(from), offsetWord(to)];
  if (from === to) return phrase(`${ja}が${first.ja}であり`, `${ja}が${first.ja}である`, `${en} ${first.en}`);
  const range = `${first.ja}から${last.ja}まで`;
  return phrase(`${ja}が${range}であり`, `${ja}が${range}である`, `${en} from ${first.en} to ${last.en}`);
}

function offsetWord(days: number): Word {
  if (days === 0) return { ja: '今日', en: 'today' };
  const count = Math.abs(days);
  const english = count === 1 ? '1 day' : `${count} days`;
  return days < 0
    ? { ja: ` ${count} 日前`, en: `${english} ago` }
    : { ja: ` ${count} 日後`, en: `${english} from now` };
}

const MONTH_NAMES = 'January February March April May June July August September October November December'.split(' ');

/** How a month of any year reads. */
export function monthPhrase({ ja, en }: Word, values: readonly string[]): Phrase {
  const months = values.map((value): Word => {
    if (value === 'this') return { ja: '今月', en: 'this month' };
    if (value === 'next') return { ja: '来月', en: 'next month' };
    return { ja: `${value}月`, en: MONTH_NAMES[Number(value) - 1] ?? value };
  });
  const list = months.map((month) => month.ja).join('・');
  return phrase(
    `${ja}の月が ${list} であり`,
    `${ja}の月が ${list} である`,
    `whose ${en} is in ${months.map((month) => month.en).join(' or ')}`,
  );
}

/** How a day of any year reads. */
export function monthDayPhrase({ ja, en }: Word, value: string): Phrase {
  if (value === 'today')
    return phrase(`${ja}の月日が今日であり`, `${ja}の月日が今日である`, `whose ${en} falls on today, in any year`);
  const [month, day] = value.split('-').map(Number);
  return phrase(
    `${ja}の月日が ${month}月${day}日 であり`,
    `${ja}の月日が ${month}月${day}日 である`,
    `whose ${en} falls on ${MONTH_NAMES[Number(month) - 1]} ${day}, in any year`,
  );
}

const slashed = (day: unknown): string => String(day).replaceAll('-', '/');
