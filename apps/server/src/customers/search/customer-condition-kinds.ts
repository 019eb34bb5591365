import type {
  Bind,
  ConditionKind,
  ConditionKindName,
  Day,
  KindCondition,
  RefusePart,
} from '../condition-kind.types.js';
import { CUSTOMER_STATUSES, REGISTRATION_ROUTES } from '../customer.types.js';
import { DAY_WORDS, dayPhrase, numberPhrase, phrase, singlePhrase, type Word } from './condition-words.js';
import { dayRange, readDayTest } from './day-conditions.js';

const STATUS_WORDS = { ok: { ja: 'OK', en: 'OK' }, error: { ja: 'エラー', en: 'error' } } as const;

/** `{kind: 'status', value: 'ok' | 'error'}` */
const status: ConditionKind = {
  kind: 'status',
  read: (input, refuse) => {
    const value = CUSTOMER_STATUSES.find((word) => word === input.value);
    if (!value) throw refuse('value', 'unknown-value', 'must be ok or error');
    return { kind: 'status', value };
  },
  toSql: (condition, bind) => `c.status = ${bind(condition.value)}::text`,
  describe: ({ value }) => {
    const { ja, en } = STATUS_WORDS[value === 'error' ? 'error' : 'ok'];
    return phrase(`ステータスが「${ja}」であり`, `ステータスが「${ja}」である`, `whose status is ${en}`);
  },
};

const COMPARISONS = { equals: '=', not_equals: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
type Comparison = keyof typeof COMPARISONS;
const isComparison = (op: unknown): op is Comparison => typeof op === 'string' && Object.hasOwn(COMPARISONS, op);

/** `{kind: 'error_count', op: 'equals' | 'not_equals' | 'lt' | 'lte' | 'gt' | 'gte' | 'between', value: 3, to?}` */
const errorCount: ConditionKind = {
  kind: 'error_count',
  read: (input, refuse) => {
    const { op } = input;
    if (!isComparison(op) && op !== 'between') throw refuse('op', 'unknown-operator', 'no such operator');
    const value = readCount(input.value, 'value', refuse);
    if (op !== 'between') return { kind: 'error_count', op, value };
    const to = readCount(input.to, 'to', refuse);
    if (to < value) throw refuse('to', 'range-reversed', 'must not be less than value');
    return { kind: 'error_count', op, value, to };
  },
  toSql: ({ op, value, to }, bind) =>
    op === 'between'
      ? `(c.error_count between ${bind(value)}::integer and ${bind(to)}::integer)`
      : `c.error_count ${COMPARISONS[isComparison(op) ? op : 'equals']} ${bind(value)}::integer`,
  describe: ({ op, value, to }) =>
    numberPhrase({ ja: 'エラー回数', en: 'error count' }, String(op), Number(value), Number(to)),
};

function readCount(input: unknown, part: string, refuse: RefusePart): number {
  if (typeof input !== 'number' || !Number.isInteger(input) || Math.abs(input) > 1_000_000)
    throw refuse(part, 'not-a-number', 'must be a whole number');
  return input;
}

/** `{kind, op: 'on' | 'before' | 'after' | 'between' | 'relative', value: '2026-04-01', to?}`; whole days of Japan (J-20). */
function instantKind(kind: ConditionKindName, column: string, words: Word): Omit<ConditionKind, 'members'> {
  return {
    kind,
    read: (input, refuse) => {
      const test = readDayTest(input, refuse);
      if (!test) throw refuse('op', 'unknown-operator', 'no such operator');
      return { kind, ...test };
    },
    toSql: (condition, bind, today) => instantSql(column, condition, bind, today),
    describe: ({ op, value, to }) => dayPhrase(words, { op, value, to }),
  };
}

function instantSql(column: string, { op, value, to: end }: KindCondition, bind: Bind, today: Day): string {
  const start = (day: Day, addDays: 0 | 1): string =>
    `((${bind(day)}::date + ${addDays})::timestamp at time zone 'Asia/Tokyo')`;
  const { from, to, after, before } = dayRange({ op, value, to: end }, today);
  const parts = [
    ...(from === undefined ? [] : [`${column} >= ${start(from, 0)}`]),
    ...(after === undefined ? [] : [`${column} >= ${start(after, 1)}`]),
    ...(to === undefined ? [] : [`${column} < ${start(to, 1)}`]),
    ...(before === undefined ? [] : [`${column} < ${start(before, 0)}`]),
  ];
  return `(${parts.join(' and ')})`;
}

const ROUTE_WORDS = {
  screen: { ja: '管理画面', en: 'the dashboard' },
  csv: { ja: 'CSV', en: 'CSV' },
  api: { ja: 'API', en: 'the API' },
  form: { ja: '登録フォーム', en: 'a form' },
  demo: { ja: 'デモデータ', en: 'demo data' },
} as const;

/** `{kind: 'registered_via', op: 'any_of' | 'none_of', values: ['form', 'csv']}` */
const registeredVia: ConditionKind = {
  kind: 'registered_via',
  read: ({ op, values }, refuse) => {
    if (op !== 'any_of' && op !== 'none_of') throw refuse('op', 'unknown-operator', 'must be any_of or none_of');
    const known = Array.isArray(values) ? REGISTRATION_ROUTES.filter((route) => values.includes(route)) : [];
    if (!Array.isArray(values) || known.length === 0 || known.length !== values.length)
      throw refuse('values', 'unknown-value', `must be a list of ${REGISTRATION_ROUTES.join(', ')}`);
    return { kind: 'registered_via', op, values: known };
  },
  toSql: ({ op, values }, bind) =>
    `${op === 'none_of' ? 'not ' : ''}(c.registered_via = any (${bind(values)}::text[]))`,
  describe: ({ op, values }) => {
    const routes = REGISTRATION_ROUTES.filter((route) => (values as readonly unknown[]).includes(route));
    const words = routes.map((route) => ROUTE_WORDS[route]);
    return singlePhrase({ ja: '登録経路', en: 'way of registration' }, String(op), words);
  },
};

/** The kinds that need no other module. */
export const CUSTOMER_CONDITION_KINDS: readonly ConditionKind[] = [
  status,
  errorCount,
  {
    ...instantKind('registered', 'c.created_at', DAY_WORDS.registered),
    // by customer_created_at_idx alone
    members: (condition, bind, today) => ({
      sql: `select k.id as customer_id from customer k where ${instantSql('k.created_at', condition, bind, today)}`,
      isOrdered: false,
      mayBeGone: false,
    }),
  },
  instantKind('updated', 'c.updated_at', DAY_WORDS.updated),
  registeredVia,
];
