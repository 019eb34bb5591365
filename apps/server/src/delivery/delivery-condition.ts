import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConditionKinds } from '../customers/condition-kinds.service.js';
import type { Bind, Clause, ConditionKind, KindCondition, Referent } from '../customers/condition-kind.types.js';
import { rowsOf } from '../platform/database/database.js';

const ID = /^[1-9][0-9]{0,17}$/;

/** SES took the mail and it did not come back (配信成功). */
const RECEIVED = `r.state in ('accepted', 'delayed', 'delivered', 'complained')`;

/**
 * Of the recipients of a delivery, those an operator holds for. Opens and clicks are those of persons; who opened or
 * clicked by a machine alone, Apple's privacy proxy included, did not open.
 */
const RECIPIENTS = {
  received: RECEIVED,
  not_received: RECEIVED,
  opened: 'r.opened_at is not null',
  not_opened: `r.opened_at is null and ${RECEIVED}`,
  clicked: 'r.clicked_at is not null',
  not_clicked: `r.clicked_at is null and ${RECEIVED}`,
  bounced: `r.trouble in ('bounced_soft', 'bounced_hard')`,
} as const;
type DeliveryOp = keyof typeof RECIPIENTS;

const OPS = Object.keys(RECIPIENTS) as readonly DeliveryOp[];
const opOf = ({ op }: KindCondition): DeliveryOp => OPS.find((word) => word === op) ?? 'received';

/** The clause that follows 「件名」, and the verb before “subject”. */
const WORDS: Record<DeliveryOp, Clause & { readonly en: string }> = {
  received: { middle: 'を受け取り', end: 'を受け取った', en: 'who received' },
  not_received: { middle: 'を受け取っておらず', end: 'を受け取っていない', en: 'who did not receive' },
  opened: { middle: 'を開封し', end: 'を開封した', en: 'who opened' },
  not_opened: {
    middle: 'を受け取って開封しておらず',
    end: 'を受け取って開封していない',
    en: 'who received but did not open',
  },
  clicked: { middle: 'のリンクをクリックし', end: 'のリンクをクリックした', en: 'who clicked in' },
  not_clicked: {
    middle: 'を受け取ってクリックしておらず',
    end: 'を受け取ってクリックしていない',
    en: 'who received but did not click in',
  },
  bounced: { middle: 'が届かずエラーになり', end: 'が届かずエラーになった', en: 'who could not be reached with' },
};

/** `{kind: 'delivery', op: 'received' | 'not_received' | 'opened' | …, deliveryId: '3'}` */
export const DELIVERY_CONDITION: ConditionKind = {
  kind: 'delivery',
  read: ({ op, deliveryId }, refuse) => {
    const known = OPS.find((word) => word === op);
    if (!known) throw refuse('op', 'unknown-operator', `must be one of ${OPS.join(', ')}`);
    if (typeof deliveryId !== 'string' || !ID.test(deliveryId))
      throw refuse('deliveryId', 'required', 'must be the id of a delivery');
    return { kind: 'delivery', op: known, deliveryId };
  },
  // one look by (customer_id, delivery_id) for each customer asked
  toSql: (condition, bind) =>
    `${opOf(condition) === 'not_received' ? 'not ' : ''}exists (select from delivery_recipient r
      where r.customer_id = c.id and ${recipientSql(condition, bind)})`,
  // opened, clicked and bounced have partial indexes of the delivery; the others are its rows
  members: (condition, bind) =>
    opOf(condition) === 'not_received'
      ? null
      : {
          sql: `select r.customer_id from delivery_recipient r where ${recipientSql(condition, bind)}`,
          isOrdered: false,
          mayBeGone: true,
        },
  describe: (condition, name) => {
    const { middle, end, en } = WORDS[opOf(condition)];
    const ja = name === null ? '削除された配信' : `メール「${name}」`;
    return {
      ja: { middle: ja + middle, end: ja + end },
      en: `${en} ${name === null ? 'a deleted mail' : `“${name}”`}`,
    };
  },
  refersTo: {
    part: 'deliveryId',
    keyOf: ({ deliveryId }) => (typeof deliveryId === 'string' ? deliveryId : null),
    lookUp: lookUpDeliveries,
  },
};

const recipientSql = (condition: KindCondition, bind: Bind): string =>
  `r.delivery_id = ${bind(condition.deliveryId)}::bigint and ${RECIPIENTS[opOf(condition)]}`;

/** Subject and day of deliveries; nothing can be asked of those whose recipients retention has removed (R-05). */
async function lookUpDeliveries(ids: readonly string[], em: EntityManager): Promise<ReadonlyMap<string, Referent>> {
  const rows = await rowsOf<{ id: string; name: string; isPruned: boolean }>(
    em,
    `select d.id, c.subject || to_char(coalesce(d.started_at, d.starts_at) at time zone 'Asia/Tokyo', ' (YYYY/MM/DD)') as name,
            d.recipients_pruned_at is not null as "isPruned"
       from delivery d join delivery_content c on c.delivery_id = d.id where d.id = any ($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name, isPruned }) => [id, isPruned ? { name, problem: RECIPIENTS_GONE } : { name }]));
}

const RECIPIENTS_GONE = {
  code: 'recipients-gone',
  message: 'this delivery is so old that its recipients are no longer kept',
};

/** Lets conditions speak of deliveries. */
@Injectable()
export class DeliveryConditions implements OnModuleInit {
  constructor(private readonly kinds: ConditionKinds) {}

  onModuleInit(): void {
    this.kinds.register(DELIVERY_CONDITION);
  }
}
