import type { FieldValue } from '../customers/field.types.js';
import { INTERESTS, RANKS, type DemoFieldKey } from './demo-fields.js';
import { FAMILY_NAMES, GIVEN_NAMES, PREFECTURES } from './names.js';
import type { Random } from './random.js';

export const CUSTOMER_COUNT = 2000;

/** Domains nobody can own (RFC 2606; JPRS reserves example.jp): a demo mail that went out would reach nobody. */
const DOMAINS: readonly (readonly [string, number])[] = [
  ['example.jp', 46],
  ['example.com', 30],
  ['example.net', 15],
  ['example.org', 9],
];

const MEMOS = [
  '深煎りがお好み。定期便は隔月。',
  '電話での問い合わせあり（配送日の変更）。',
  'のし・メッセージカードの指定が多い。\n請求書払い。',
  '乳製品アレルギーのため焼き菓子は卵・乳不使用のみ。',
  '店頭でのお渡しをご希望。',
  '法人のお客様。年末に大口のご注文。',
];

/** A customer before there are ids; created oldest first, as ids grow with time. */
export interface DemoCustomer {
  readonly email: string;
  readonly values: Partial<Record<DemoFieldKey, FieldValue>>;
  readonly createdAt: Date;
  /** how likely to open and click, from 0 to 1 */
  readonly interest: number;
  /** reads with a mail program whose proxy loads every image (Apple's privacy protection) */
  readonly usesPrivacyProxy: boolean;
  /** what will go wrong with the address, from the delivery with this number on */
  readonly dies: { readonly delivery: number; readonly how: 'hard' | 'soft' } | null;
}

const DAY_MS = 86_400_000;
/** The shop has collected addresses for this long. */
const COLLECTED_DAYS = 540;

/** Customers in the order in which they registered, the oldest first. */
export function makeCustomers(random: Random, now: Date): DemoCustomer[] {
  const taken = new Set<string>();
  const ages = Array.from({ length: CUSTOMER_COUNT }, () => random.next() ** 1.3 * COLLECTED_DAYS + 0.2);
  return ages.toSorted((a, b) => b - a).map((age, i) => makeCustomer(random, taken, i, now.getTime() - age * DAY_MS));
}

function makeCustomer(random: Random, taken: Set<string>, index: number, createdAt: number): DemoCustomer {
  const [family, familyKana, familyLetters] = random.pick(FAMILY_NAMES);
  const [given, givenKana, givenLetters] = random.pick(GIVEN_NAMES);
  const points = Math.round(random.exponential(900) / 10) * 10;
  const rank = RANKS[points >= 3000 ? 3 : points >= 1500 ? 2 : points >= 500 ? 1 : 0];
  const values: DemoCustomer['values'] = {
    name: `${family} ${given}`,
    kana: `${familyKana} ${givenKana}`,
    member_no: `K${String(100_201 + index * 7)}`,
    points,
    ...(rank ? { rank: rank.id } : {}),
    ...optional(random, 0.93, 'prefecture', () => prefecture(random)),
    ...optional(random, 0.84, 'birthday', () => birthday(random)),
    ...optional(random, 0.7, 'interests', () => interests(random)),
    ...optional(random, 0.06, 'memo', () => random.pick(MEMOS)),
  };
  return {
    email: address(random, taken, familyLetters, givenLetters),
    values,
    createdAt: new Date(createdAt),
    interest: random.next() ** 1.6,
    usesPrivacyProxy: random.chance(0.21),
    dies: random.chance(0.017)
      ? { delivery: random.between(-2, 11), how: random.chance(0.62) ? 'hard' : 'soft' }
      : null,
  };
}

function optional<T extends FieldValue>(
  random: Random,
  probability: number,
  key: DemoFieldKey,
  make: () => T,
): Partial<Record<DemoFieldKey, FieldValue>> {
  return random.chance(probability) ? { [key]: make() } : {};
}

/** The list is in the order of the codes. */
function prefecture(random: Random): string {
  const name = random.weighted(PREFECTURES);
  const index = PREFECTURES.findIndex(([label]) => label === name);
  return String(index + 1).padStart(2, '0');
}

function birthday(random: Random): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${random.between(1948, 2006)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
}

function interests(random: Random): string[] {
  const chosen = INTERESTS.filter((_, i) => random.chance(i === 0 ? 0.75 : 0.3)).map((choice) => choice.id);
  return chosen.length > 0 ? chosen : ['int01'];
}

/** As people make them: tanaka.yui, yui-tanaka, tanaka82 …, never twice. */
function address(random: Random, taken: Set<string>, family: string, given: string): string {
  const domain = random.weighted(DOMAINS);
  const shapes = [
    `${family}.${given}`,
    `${given}.${family}`,
    `${family}_${given}`,
    `${given}${random.between(60, 99)}`,
    `${family}-${given[0] ?? 'a'}${random.between(1, 99)}`,
    `${given[0] ?? 'a'}.${family}`,
  ];
  for (let tries = 0; ; tries++) {
    const local = tries < 3 ? random.pick(shapes) : `${random.pick(shapes)}${random.between(100, 9999)}`;
    const email = `${local}@${domain}`;
    if (taken.has(email)) continue;
    taken.add(email);
    return email;
  }
}
