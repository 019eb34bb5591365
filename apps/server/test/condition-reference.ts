import type { KindCondition } from '../src/customers/condition-kind.types.js';
import type { FieldType } from '../src/customers/field.types.js';
import {
  isFieldCondition,
  isGroup,
  partsOf,
  type ConditionNode,
  type FieldCondition,
} from '../src/customers/search/conditions.js';
import { fold } from '../src/customers/search/grams.js';
import { TODAY, URLS, type Person, type Reception } from './search-world.js';

/** C-24 in plain words, without SQL and without the code that makes it: the reference. */
export function holds(node: ConditionNode, person: Person, typeOf: (fieldId: string) => FieldType): boolean {
  if (isGroup(node)) {
    const { join, nodes } = partsOf(node);
    if (nodes.length === 0) return true;
    const outcomes = nodes.map((part) => holds(part, person, typeOf));
    return join === 'all' ? outcomes.every(Boolean) : outcomes.some(Boolean);
  }
  return isFieldCondition(node) ? fieldHolds(node, person, typeOf(node.field)) : kindHolds(node, person);
}

function fieldHolds(condition: FieldCondition, person: Person, type: FieldType): boolean {
  const { op, value, to, values = [] } = condition;
  const actual = condition.field === 'email' ? person.email : person.values[condition.field];
  const text = typeof actual === 'string' ? fold(actual) : '';
  const term = fold(String(value));
  const has = (id: string): boolean => (typeof actual === 'object' ? actual.includes(id) : actual === id);
  const known = actual !== undefined;
  switch (op) {
    case 'empty':
      return !known;
    case 'not_empty':
      return known;
    case 'contains':
      return known && text.includes(term);
    case 'not_contains':
      return !(known && text.includes(term));
    case 'starts_with':
      return known && text.startsWith(term);
    case 'ends_with':
      return known && text.endsWith(term);
    case 'equals':
      return known && (type === 'number' ? actual === value : text === term);
    case 'not_equals':
      return !(known && (type === 'number' ? actual === value : text === term));
    case 'lt':
      return known && Number(actual) < Number(value);
    case 'lte':
      return known && Number(actual) <= Number(value);
    case 'gt':
      return known && Number(actual) > Number(value);
    case 'gte':
      return known && Number(actual) >= Number(value);
    case 'checked':
      return actual === true;
    case 'not_checked':
      return actual !== true;
    case 'any_of':
      return known && values.some(has);
    case 'all_of':
      return known && values.every(has);
    case 'none_of':
      return !(known && values.some(has));
    case 'month':
      return known && monthHolds(Number(String(actual).slice(5, 7)), values);
    case 'month_day':
      return known && monthDayHolds(String(actual).slice(5), String(value));
    case 'between':
      if (type === 'number') return known && Number(actual) >= Number(value) && Number(actual) <= Number(to);
      break;
    default:
  }
  return known && dayHolds(String(actual), op, value, to);
}

const monthHolds = (month: number, values: readonly string[]): boolean =>
  values.some((value) => month === (value === 'this' ? 11 : value === 'next' ? 12 : Number(value)));

/** 26 November 2026: a common year, but not the end of February. */
const monthDayHolds = (monthDay: string, value: string): boolean =>
  monthDay === (value === 'today' ? TODAY.slice(5) : value);

function dayHolds(day: string, op: unknown, value: unknown, to: unknown): boolean {
  const number = (text: string): number => Date.parse(text) / 86_400_000;
  switch (op) {
    case 'on':
      return day === value;
    case 'before':
      return day < String(value);
    case 'after':
      return day > String(value);
    case 'between':
      return day >= String(value) && day <= String(to);
    case 'relative': {
      const distance = number(day) - number(TODAY);
      return distance >= Number(value) && distance <= Number(to);
    }
    default:
      throw new Error(`The reference does not know ${String(op)}`);
  }
}

const dayOf = (instant: Date): string => new Date(instant.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);

function kindHolds(condition: KindCondition, person: Person): boolean {
  const { kind, op, value, to, values } = condition;
  switch (kind) {
    case 'status':
      return person.status === value;
    case 'error_count':
      return countHolds(person.errorCount, String(op), Number(value), Number(to));
    case 'registered':
      return dayHolds(dayOf(person.createdAt), op, value, to);
    case 'updated':
      return dayHolds(dayOf(person.updatedAt), op, value, to);
    case 'registered_via':
      return (values as readonly string[]).includes(person.via) === (op === 'any_of');
    case 'group':
      return groupHolds(condition, person);
    case 'delivery':
      return receptionHolds(person.received[String(condition.deliveryId)], String(op));
    case 'link':
      return linkHolds(condition, person);
    default:
      throw new Error(`The reference does not know ${kind}`);
  }
}

function countHolds(count: number, op: string, value: number, to: number): boolean {
  if (op === 'between') return count >= value && count <= to;
  const sign = Math.sign(count - value);
  return { equals: sign === 0, not_equals: sign !== 0, lt: sign < 0, lte: sign <= 0, gt: sign > 0, gte: sign >= 0 }[
    op
  ] as boolean;
}

function groupHolds({ op, groupId, states }: KindCondition, person: Person): boolean {
  const memberships = Object.entries(person.groups).filter(
    ([id, state]) =>
      (groupId === undefined || id === groupId) && (states === undefined || (states as string[]).includes(state)),
  );
  return memberships.length > 0 === (op === 'in');
}

const isReceived = (reception: Reception | undefined): boolean =>
  reception !== undefined && ['accepted', 'delayed', 'delivered', 'complained'].includes(reception.state);

function receptionHolds(reception: Reception | undefined, op: string): boolean {
  switch (op) {
    case 'received':
      return isReceived(reception);
    case 'not_received':
      return !isReceived(reception);
    case 'opened':
      return reception?.isOpened === true;
    case 'not_opened':
      return isReceived(reception) && reception?.isOpened === false;
    case 'clicked':
      return reception?.isClicked === true;
    case 'not_clicked':
      return isReceived(reception) && reception?.isClicked === false;
    default:
      return reception?.state === 'bounced_soft' || reception?.state === 'bounced_hard';
  }
}

function linkHolds({ op, deliveryId, linkNo, url }: KindCondition, person: Person): boolean {
  const receptions = Object.entries(person.received).filter(([id]) => url !== undefined || id === deliveryId);
  const isWanted = (no: number): boolean =>
    typeof url === 'string' ? (URLS[no - 1] ?? '').toLowerCase().includes(url.toLowerCase()) : no === linkNo;
  const isClicked = receptions.some(([, { clicks }]) =>
    clicks.some(({ linkNo: no, visitor }) => isWanted(no) && (visitor === 'human' || visitor === 'proxy')),
  );
  if (op === 'clicked') return isClicked;
  return !isClicked && (url !== undefined || isReceived(person.received[String(deliveryId)]));
}
