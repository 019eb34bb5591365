import type { Bind, ConditionKind, KindCondition, RefusePart } from '../condition-kind.types.js';
import { CUSTOMER_STATUSES } from '../customer.types.js';
import { checkFieldValue } from '../field-values.js';

const COMPARISONS = { equals: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
type Comparison = keyof typeof COMPARISONS;

/** `{kind: 'status', value: 'ok' | 'error'}` */
const status: ConditionKind = {
  kind: 'status',
  read: (input, refuse) => {
    const value = CUSTOMER_STATUSES.find((word) => word === input.value);
    if (!value) throw refuse('value', 'unknown-value', 'must be ok or error');
    return { kind: 'status', value };
  },
  toSql: (condition, bind) => `c.status = ${bind(condition.value)}::text`,
};

/** `{kind: 'error_count', op: 'equals' | 'lt' | 'lte' | 'gt' | 'gte', value: 3}` */
const errorCount: ConditionKind = {
  kind: 'error_count',
  read: (input, refuse) => {
    if (!isComparison(input.op)) throw refuse('op', 'unknown-operator', 'no such operator');
    if (typeof input.value !== 'number' || !Number.isInteger(input.value) || Math.abs(input.value) > 1_000_000)
      throw refuse('value', 'not-a-number', 'must be a whole number');
    return { kind: 'error_count', op: input.op, value: input.value };
  },
  toSql: (condition, bind) =>
    `c.error_count ${COMPARISONS[isComparison(condition.op) ? condition.op : 'equals']} ${bind(condition.value)}::integer`,
};

const isComparison = (op: unknown): op is Comparison => typeof op === 'string' && Object.hasOwn(COMPARISONS, op);

const REGISTERED_OPS = ['on', 'before', 'after', 'between'] as const;

/** `{kind: 'registered', op: 'on' | 'before' | 'after' | 'between', value: '2026-04-01', to?}`; whole days of Japan (J-20). */
const registered: ConditionKind = {
  kind: 'registered',
  read: (input, refuse) => {
    const op = REGISTERED_OPS.find((word) => word === input.op);
    if (!op) throw refuse('op', 'unknown-operator', 'no such operator');
    const value = readDay(input.value, 'value', refuse);
    return op === 'between'
      ? { kind: 'registered', op, value, to: readDay(input.to, 'to', refuse) }
      : { kind: 'registered', op, value };
  },
  toSql: registeredSql,
};

function registeredSql(condition: KindCondition, bind: Bind): string {
  const start = (value: unknown, addDays: 0 | 1): string =>
    `((${bind(value)}::date + ${addDays})::timestamp at time zone 'Asia/Tokyo')`;
  switch (condition.op) {
    case 'before':
      return `c.created_at < ${start(condition.value, 0)}`;
    case 'after':
      return `c.created_at >= ${start(condition.value, 1)}`;
    default: {
      const last = condition.op === 'between' ? condition.to : condition.value;
      return `(c.created_at >= ${start(condition.value, 0)} and c.created_at < ${start(last, 1)})`;
    }
  }
}

function readDay(input: unknown, part: string, refuse: RefusePart): string {
  const checked = typeof input === 'string' ? checkFieldValue({ type: 'date', choices: [] }, input) : null;
  if (!checked?.ok || typeof checked.value !== 'string') throw refuse(part, 'not-a-date', 'must be a date YYYY-MM-DD');
  return checked.value;
}

/** The kinds that need no other module. */
export const CUSTOMER_CONDITION_KINDS: readonly ConditionKind[] = [status, errorCount, registered];
