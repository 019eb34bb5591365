import { aCustomer, aDelivery, aField, aGroup, aMembership } from './factories.js';
import { DELIVERY_CONDITION } from '../src/delivery/delivery-condition.js';
import type { RecipientState } from '../src/delivery/delivery.types.js';
import { GROUP_CONDITION } from '../src/groups/group-condition.js';
import type { Database } from '../src/platform/database/database.js';
import { LINK_CONDITION } from '../src/tracking/link-condition.js';
import type { VisitorClass } from '../src/tracking/tracking.types.js';
import { REGISTRATION_ROUTES, type CustomerStatus, type RegistrationRoute } from '../src/customers/customer.types.js';
import type { FieldType, FieldValue, FieldValues } from '../src/customers/field.types.js';
import { CUSTOMER_CONDITION_KINDS } from '../src/customers/search/customer-condition-kinds.js';
import type { Vocabulary } from '../src/customers/search/read-conditions.js';

// Random people for comparing SQL with plain TypeScript: every type of field, groups, deliveries, opens and clicks.

export const TODAY = '2026-11-26';
export const CHOICES = ['c1', 'c2', 'c3'];
export const TEXTS = [
  '山田 太郎',
  'ヤマダ タロウ',
  'ﾔﾏﾀﾞ',
  '㈱髙﨑',
  'Taro',
  'TARO YAMADA',
  'ｔａｒｏ',
  '100%',
  '1_0',
  'a\\b',
  "O'Brien",
  '"q"',
  ' or ',
  '--',
  'zq',
  '山zq田',
  '\u0130stanbul',
  'ΟΔΟΣ',
  '𠮷野家',
];
export const DATES = [
  '1980-04-01',
  '1980-04-02',
  '1999-12-31',
  '2000-02-29',
  '2001-02-28',
  '2010-11-26',
  '2026-10-27',
  '2026-11-25',
  '2026-11-26',
  '2026-12-03',
];
export const PREFECTURES = ['01', '13', '27', '47'];
export const PHONES = ['03-1234-5678', '090-1234-5678', '+12125550123'];
export const POSTAL_CODES = ['100-0001', '060-0001'];
export const NUMBERS = [-3.25, 0, 1, 10, 100, 1000.5, 999999999999];
/** Instants on both sides of midnight in Japan. */
const INSTANTS = [
  '2024-03-31T14:59:59Z',
  '2024-03-31T15:00:00Z',
  '2026-10-26T15:00:00Z',
  '2026-11-25T14:59:59Z',
  '2026-11-25T15:00:00Z',
  '2026-11-26T02:00:00Z',
];
export const URLS = [
  'https://shop.example.jp/autumn',
  'https://shop.example.jp/SALE?from=mail',
  'https://blog.example.jp/',
];
const STATES: readonly RecipientState[] = [
  'pending',
  'skipped',
  'failed',
  'accepted',
  'delayed',
  'delivered',
  'bounced_soft',
  'bounced_hard',
  'rejected',
  'complained',
];
const VISITORS: readonly VisitorClass[] = ['human', 'proxy', 'mpp', 'prefetch', 'bot'];

/** What happened to one person in one delivery. */
export interface Reception {
  readonly state: RecipientState;
  readonly isOpened: boolean;
  readonly isClicked: boolean;
  readonly clicks: readonly { readonly linkNo: number; readonly visitor: VisitorClass }[];
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly values: FieldValues;
  readonly status: CustomerStatus;
  readonly errorCount: number;
  readonly via: RegistrationRoute;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** group id → delivery state */
  readonly groups: Readonly<Record<string, string>>;
  /** delivery id → what became of the mail */
  readonly received: Readonly<Record<string, Reception>>;
}

export interface World {
  readonly people: readonly Person[];
  readonly vocabulary: Vocabulary;
  readonly groupIds: readonly string[];
  readonly deliveryIds: readonly string[];
}

/** Numbers that look random and are the same in every run. */
export class Dice {
  constructor(private seed: number) {}

  below(n: number): number {
    this.seed = (this.seed * 48271) % 2147483647;
    return this.seed % n;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  /** true once in so many times */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}

const ALL_KINDS = [...CUSTOMER_CONDITION_KINDS, GROUP_CONDITION, DELIVERY_CONDITION, LINK_CONDITION];

/** Every kind of condition as the application registers them. */
export const KINDS: Vocabulary['kinds'] = {
  get: (name) => ALL_KINDS.find(({ kind }) => kind === name),
};

/** Fills an empty database with so many random people. */
export async function aWorld(db: Database, count: number, dice: Dice): Promise<World> {
  const choices = CHOICES.map((id) => ({ id, label: `選択肢 ${id}` }));
  const fields = [
    await aField(db, { type: 'text', searchable: true }),
    await aField(db, { type: 'long_text' }),
    await aField(db, { type: 'number' }),
    await aField(db, { type: 'date' }),
    await aField(db, { type: 'single_choice', choices }),
    await aField(db, { type: 'multiple_choice', choices }),
    await aField(db, { type: 'checkbox' }),
    await aField(db, { type: 'prefecture' }),
    await aField(db, { type: 'phone', searchable: true }),
    await aField(db, { type: 'postal_code' }),
  ];
  const groupIds = [(await aGroup(db)).id, (await aGroup(db)).id];
  const deliveryIds = [await aSentDelivery(db), await aSentDelivery(db)];
  const people: Person[] = [];
  for (let i = 0; i < count; i += 1) people.push(await aPerson(db, i));
  return { people, vocabulary: { fields, kinds: KINDS, today: TODAY }, groupIds, deliveryIds };

  async function aPerson(em: Database, i: number): Promise<Person> {
    const values = Object.fromEntries(
      fields.flatMap(({ id, type }) => (dice.once(3) ? [] : [[id, randomValue(type, dice)]])),
    ) as FieldValues;
    const person = {
      email: `${dice.pick(['taro', 'Hanako', 'x_y', 'ken'])}${i}@example.jp`,
      values,
      status: dice.pick(['ok', 'ok', 'error'] as const),
      errorCount: dice.below(5),
      via: dice.pick(REGISTRATION_ROUTES),
      createdAt: new Date(dice.pick(INSTANTS)),
      updatedAt: new Date(dice.pick(INSTANTS)),
    };
    const { id } = await aCustomer(em, {
      email: person.email,
      fieldValues: values,
      status: person.status,
      errorCount: person.errorCount,
      registeredVia: person.via,
      createdAt: person.createdAt,
      updatedAt: person.updatedAt,
    });
    const groups: Record<string, string> = {};
    for (const groupId of groupIds) {
      if (dice.once(2)) continue;
      const deliveryState = dice.pick(['active', 'stopped', 'banned'] as const);
      await aMembership(em, { groupId, customerId: id, deliveryState });
      groups[groupId] = deliveryState;
    }
    const received: Record<string, Reception> = {};
    for (const deliveryId of deliveryIds)
      if (!dice.once(3)) received[deliveryId] = await aReception(em, { deliveryId, customerId: id }, dice);
    return { ...person, id, email: person.email.toLowerCase(), groups, received };
  }
}

async function aSentDelivery(db: Database): Promise<string> {
  const { id } = await aDelivery(db, { state: 'sent' });
  for (const [i, url] of URLS.entries())
    await db.rows('insert into delivery_link (delivery_id, link_no, url) values ($1, $2, $3)', [id, i + 1, url]);
  return id;
}

async function aReception(
  db: Database,
  { deliveryId, customerId }: { deliveryId: string; customerId: string },
  dice: Dice,
): Promise<Reception> {
  const state = dice.pick(STATES);
  const clicks = URLS.flatMap((_, i) => (dice.once(3) ? [{ linkNo: i + 1, visitor: dice.pick(VISITORS) }] : []));
  const isOpened = dice.once(2);
  const isClicked = clicks.some(({ visitor }) => visitor === 'human' || visitor === 'proxy');
  const [row] = await db.rows<{ id: string }>(
    `insert into delivery_recipient (delivery_id, customer_id, email, state, trouble, opened_at, clicked_at)
     values ($1, $2, 'x@example.jp', $3, $4, $5, $6) returning id`,
    [
      deliveryId,
      customerId,
      state,
      ['failed', 'bounced_soft', 'bounced_hard', 'rejected', 'complained'].includes(state) ? state : null,
      isOpened ? new Date(`${TODAY}T00:00:00Z`) : null,
      isClicked ? new Date(`${TODAY}T00:00:00Z`) : null,
    ],
  );
  for (const { linkNo, visitor } of clicks)
    await db.rows(
      `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, link_no, visitor)
       values ($1, $2, 'clicked', now(), $3, $4)`,
      [row?.id, deliveryId, linkNo, visitor],
    );
  return { state, isOpened, isClicked, clicks };
}

function randomValue(type: FieldType, dice: Dice): FieldValue {
  if (type === 'checkbox') return dice.once(2);
  if (type === 'prefecture') return dice.pick(PREFECTURES);
  if (type === 'phone') return dice.pick(PHONES);
  if (type === 'postal_code') return dice.pick(POSTAL_CODES);
  if (type === 'number') return dice.pick(NUMBERS);
  if (type === 'date') return dice.pick(DATES);
  if (type === 'single_choice') return dice.pick(CHOICES);
  if (type === 'multiple_choice') return CHOICES.filter((_, i) => i === 0 || dice.once(2));
  return dice.pick(TEXTS);
}
