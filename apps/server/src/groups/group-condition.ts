import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConditionKinds } from '../customers/condition-kinds.service.js';
import type { ConditionKind, KindCondition, Phrase } from '../customers/condition-kind.types.js';
import { rowsOf } from '../platform/database/database.js';
import { DELIVERY_STATES, type DeliveryState } from './group.types.js';

const ID = /^[1-9][0-9]{0,17}$/;

/**
 * `{kind: 'group', op: 'in' | 'not_in', groupId?: '3', states?: ['active', …]}`; without states any membership counts,
 * without a group one of any group (C-20).
 */
export const GROUP_CONDITION: ConditionKind = {
  kind: 'group',
  read: (input, refuse) => {
    const { op, groupId, states } = input;
    if (op !== 'in' && op !== 'not_in') throw refuse('op', 'unknown-operator', 'must be in or not_in');
    if (groupId !== undefined && (typeof groupId !== 'string' || !ID.test(groupId)))
      throw refuse('groupId', 'required', 'must be the id of a group');
    const group = groupId === undefined ? {} : { groupId };
    if (states === undefined) return { kind: 'group', op, ...group };
    const known = knownStates(states);
    if (!Array.isArray(states) || known.length === 0 || known.length !== states.length)
      throw refuse('states', 'unknown-value', `must be a list of ${DELIVERY_STATES.join(', ')}`);
    return { kind: 'group', op, ...group, states: known };
  },
  toSql: (condition, bind) => {
    const not = condition.op === 'not_in' ? 'not ' : '';
    const where = membershipSql(condition, bind);
    return `${not}exists (select from group_membership gm where gm.customer_id = c.id${where})`;
  },
  // of one group the primary key gives them in order; of any group they are gathered once each
  members: (condition, bind) => {
    if (condition.op !== 'in') return null;
    const isOrdered = condition.groupId !== undefined;
    const where = membershipSql(condition, bind);
    const distinct = isOrdered ? '' : 'distinct ';
    const sql = `select ${distinct}gm.customer_id from group_membership gm where true${where}`;
    return { sql, isOrdered, mayBeGone: false };
  },
  describe: groupPhrase,
  refersTo: {
    part: 'groupId',
    keyOf: ({ groupId }) => (typeof groupId === 'string' ? groupId : null),
    lookUp: async (ids, em: EntityManager) => {
      const rows = await rowsOf<{ id: string; name: string }>(
        em,
        'select id, name from delivery_group where id = any ($1::bigint[])',
        [ids],
      );
      return new Map(rows.map(({ id, name }) => [id, { name }]));
    },
  },
};

const knownStates = (states: unknown): DeliveryState[] =>
  Array.isArray(states) ? DELIVERY_STATES.filter((state) => states.includes(state)) : [];

/** The states are words of ours, written out so that the planner sees the partial indexes. */
function membershipSql({ groupId, states }: KindCondition, bind: (value: unknown) => string): string {
  const group = groupId === undefined ? '' : ` and gm.group_id = ${bind(groupId)}::bigint`;
  if (states === undefined) return group;
  const known = knownStates(states);
  if (known.length === 0) return `${group} and false`;
  const [only] = known;
  return known.length === 1
    ? `${group} and gm.delivery_state = '${only}'`
    : `${group} and gm.delivery_state in (${known.map((state) => `'${state}'`).join(', ')})`;
}

const STATE_WORDS: Record<DeliveryState, { ja: string; en: string }> = {
  active: { ja: '配信可能', en: 'active' },
  stopped: { ja: '配信停止', en: 'stopped' },
  banned: { ja: '配信禁止', en: 'banned' },
};

function groupPhrase(condition: KindCondition, name: string | null): Phrase {
  const isIn = condition.op === 'in';
  const isAny = condition.groupId === undefined;
  const also = isAny && !isIn ? 'も' : '';
  const where = placeWords(isAny, isIn, name);
  const states = knownStates(condition.states).map((state) => STATE_WORDS[state]);
  if (states.length === 0) {
    const [middle, end] = isIn ? ['入っていて', '入っている'] : ['入っておらず', '入っていない'];
    return {
      ja: { middle: `${where.ja}に${also}${middle}`, end: `${where.ja}に${also}${end}` },
      en: `who are ${isIn ? '' : 'not '}in ${where.en}`,
    };
  }
  const state = { ja: states.map(({ ja }) => ja).join('または'), en: states.map(({ en }) => en).join(' or ') };
  const [middle, end] = isIn ? ['であり', 'である'] : ['ではなく', 'ではない'];
  return {
    ja: { middle: `${where.ja}で${also}${state.ja}${middle}`, end: `${where.ja}で${also}${state.ja}${end}` },
    en: `who are ${isIn ? '' : 'not '}${state.en} in ${where.en}`,
  };
}

function placeWords(isAny: boolean, isIn: boolean, name: string | null): { ja: string; en: string } {
  if (isAny) return { ja: isIn ? 'いずれかのグループ' : 'どのグループ', en: 'any group' };
  return name === null
    ? { ja: '削除されたグループ', en: 'a deleted group' }
    : { ja: `グループ「${name}」`, en: `the group “${name}”` };
}

/** Lets conditions speak of groups. */
@Injectable()
export class GroupConditions implements OnModuleInit {
  constructor(private readonly kinds: ConditionKinds) {}

  onModuleInit(): void {
    this.kinds.register(GROUP_CONDITION);
  }
}
