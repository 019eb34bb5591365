import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConditionKinds } from '../customers/condition-kinds.service.js';
import type { ConditionKind } from '../customers/condition-kind.types.js';
import { DELIVERY_STATES } from './group.types.js';

/** `{kind: 'group', op: 'in' | 'not_in', groupId: '3', states?: ['active', …]}`; without states any membership counts. */
export const GROUP_CONDITION: ConditionKind = {
  kind: 'group',
  read: (input, refuse) => {
    const { op, groupId, states } = input;
    if (op !== 'in' && op !== 'not_in') throw refuse('op', 'unknown-operator', 'must be in or not_in');
    if (typeof groupId !== 'string' || !/^[1-9][0-9]{0,17}$/.test(groupId))
      throw refuse('groupId', 'required', 'must be the id of a group');
    if (states === undefined) return { kind: 'group', op, groupId };
    const known = Array.isArray(states) ? DELIVERY_STATES.filter((state) => states.includes(state)) : [];
    if (!Array.isArray(states) || known.length === 0 || known.length !== states.length)
      throw refuse('states', 'unknown-value', `must be a list of ${DELIVERY_STATES.join(', ')}`);
    return { kind: 'group', op, groupId, states: known };
  },
  toSql: ({ op, groupId, states }, bind) => {
    const inState = states === undefined ? '' : ` and gm.delivery_state = any (${bind(states)}::text[])`;
    return `${op === 'not_in' ? 'not ' : ''}exists (select from group_membership gm
      where gm.customer_id = c.id and gm.group_id = ${bind(groupId)}::bigint${inState})`;
  },
};

/** Lets conditions speak of groups. */
@Injectable()
export class GroupConditions implements OnModuleInit {
  constructor(private readonly kinds: ConditionKinds) {}

  onModuleInit(): void {
    this.kinds.register(GROUP_CONDITION);
  }
}
