import { REGISTRATION_ROUTES } from '../src/customers/customer.types.js';
import {
  opsOf,
  type Condition,
  type ConditionField,
  type ConditionNode,
  type ConditionTree,
} from '../src/customers/search/conditions.js';
import {
  CHOICES,
  DATES,
  NUMBERS,
  PHONES,
  POSTAL_CODES,
  PREFECTURES,
  TEXTS,
  URLS,
  type Dice,
  type World,
} from './search-world.js';

const DAYS = ['2024-03-31', '2024-04-01', '2026-10-27', '2026-11-25', '2026-11-26'];

/** A random condition of any kind, as it would be stored. */
export function randomCondition(world: World, dice: Dice): Condition {
  if (dice.once(2)) return randomKind(world, dice);
  if (dice.once(8))
    return {
      field: 'email',
      op: dice.pick(['contains', 'starts_with', 'not_equals']),
      value: dice.pick(['TARO', 'x_y', 'o1', '@', '%']),
    };
  return randomFieldCondition(dice.pick(world.vocabulary.fields), dice);
}

/** A random tree with groups inside each other. */
export function randomTree(world: World, dice: Dice, depth = 3): ConditionTree {
  const nodes = Array.from({ length: 1 + dice.below(3) }, (): ConditionNode =>
    depth > 1 && dice.once(3) ? randomTree(world, dice, depth - 1) : randomCondition(world, dice),
  );
  return dice.once(2) ? { all: nodes } : { any: nodes };
}

function randomFieldCondition({ id, type }: ConditionField, dice: Dice): Condition {
  const op = dice.pick(opsOf(type));
  const choices = type === 'prefecture' ? PREFECTURES : CHOICES;
  const some = (sure: string): string[] => choices.filter((choice) => choice === sure || dice.once(2));
  switch (op) {
    case 'checked':
    case 'not_checked':
    case 'empty':
    case 'not_empty':
      return { field: id, op };
    case 'any_of':
    case 'none_of':
    case 'all_of':
      return { field: id, op, values: some(dice.pick(choices)) };
    case 'month':
      return { field: id, op, values: dice.pick([['4'], ['2', '12'], ['this'], ['next', '10']]) };
    case 'month_day':
      return { field: id, op, value: dice.pick(['today', '02-29', '04-01', '11-25']) };
    case 'relative':
      return { field: id, op, ...randomOffsets(dice) };
    default:
      return { field: id, op, ...randomValues(type, op, dice) };
  }
}

function randomValues(type: ConditionField['type'], op: string, dice: Dice): object {
  if (type !== 'number' && type !== 'date')
    return { value: randomTerm(type === 'phone' ? PHONES : type === 'postal_code' ? POSTAL_CODES : TEXTS, dice) };
  const of: readonly (string | number)[] = type === 'number' ? NUMBERS : DATES;
  return op === 'between' ? { value: dice.pick(of), to: dice.pick(of) } : { value: dice.pick(of) };
}

function randomTerm(texts: readonly string[], dice: Dice): string {
  const term = dice.pick(texts);
  const start = dice.below(term.length);
  const part = Array.from(term)
    .slice(start, start + 1 + dice.below(3))
    .join('');
  return dice.once(2) && part !== '' ? part : term;
}

function randomOffsets(dice: Dice): { value: number; to: number } {
  const value = -1000 + dice.below(1020);
  return dice.pick([
    { value: -30, to: 0 },
    { value: 0, to: 7 },
    { value: -1, to: -1 },
    { value, to: value + dice.below(1000) },
  ]);
}

function randomKind({ groupIds, deliveryIds }: World, dice: Dice): Condition {
  const deliveryId = dice.pick(deliveryIds);
  const day = dice.pick(['on', 'before', 'after', 'between', 'relative']);
  const days = day === 'relative' ? randomOffsets(dice) : { value: dice.pick(DAYS), to: dice.pick(DAYS) };
  const states = dice.once(2) ? {} : { states: dice.pick([['active'], ['stopped'], ['banned', 'stopped']]) };
  return dice.pick<Condition>([
    { kind: 'status', value: dice.pick(['ok', 'error']) },
    {
      kind: 'error_count',
      op: dice.pick(['equals', 'not_equals', 'lt', 'lte', 'gt', 'gte', 'between']),
      value: dice.below(4),
      to: 3,
    },
    { kind: 'registered', op: day, ...days },
    { kind: 'updated', op: day, ...days },
    {
      kind: 'registered_via',
      op: dice.pick(['any_of', 'none_of']),
      values: REGISTRATION_ROUTES.filter((_, i) => i < 2 || dice.once(2)),
    },
    { kind: 'group', op: dice.pick(['in', 'not_in']), groupId: dice.pick(groupIds), ...states },
    { kind: 'group', op: dice.pick(['in', 'not_in']), ...states },
    {
      kind: 'delivery',
      op: dice.pick(['received', 'not_received', 'opened', 'not_opened', 'clicked', 'not_clicked', 'bounced']),
      deliveryId,
    },
    { kind: 'link', op: dice.pick(['clicked', 'not_clicked']), deliveryId, linkNo: 1 + dice.below(URLS.length) },
    { kind: 'link', op: dice.pick(['clicked', 'not_clicked']), url: dice.pick(['shop.example', 'sale', 'nothing']) },
  ]);
}
