import { expect, test } from '@jest/globals';
import { GROUP_CONDITION } from '../groups/group-condition.js';
import { DELIVERY_CONDITION } from '../delivery/delivery-condition.js';
import { LINK_CONDITION } from '../tracking/link-condition.js';
import { CONDITION_KINDS } from './condition-kind.types.js';
import { ConditionKinds } from './condition-kinds.service.js';

test('a role that lacks a kind of condition does not start, and says which', () => {
  const kinds = new ConditionKinds();
  kinds.register(GROUP_CONDITION);
  kinds.register(LINK_CONDITION);
  expect(() => kinds.onApplicationBootstrap()).toThrow('No module registers conditions of the kind delivery');
  kinds.register(DELIVERY_CONDITION);
  kinds.onApplicationBootstrap();
  expect(CONDITION_KINDS.filter((kind) => kinds.get(kind)?.kind !== kind)).toEqual([]);
});

test('no two modules register the same kind', () => {
  const kinds = new ConditionKinds();
  kinds.register(GROUP_CONDITION);
  expect(() => kinds.register(GROUP_CONDITION)).toThrow('Two condition kinds are named group');
});
