import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConditionKinds } from '../customers/condition-kinds.service.js';
import type { Bind, ConditionKind, KindCondition, Phrase, Referent } from '../customers/condition-kind.types.js';
import { rowsOf } from '../platform/database/database.js';

const ID = /^[1-9][0-9]{0,17}$/;
const MIN_URL = 3;
const MAX_URL = 200;

/**
 * `{kind: 'link', op: 'clicked' | 'not_clicked', deliveryId: '3', linkNo: 2}`, or `{…, url: 'part of a URL'}` for the
 * links of all deliveries whose recipients are kept. Not clicked means for one link: received the mail and did not
 * click it; for part of a URL: clicked no such link. Only persons count.
 */
export const LINK_CONDITION: ConditionKind = {
  kind: 'link',
  read: (input, refuse) => {
    const { op, deliveryId, linkNo, url } = input;
    if (op !== 'clicked' && op !== 'not_clicked')
      throw refuse('op', 'unknown-operator', 'must be clicked or not_clicked');
    if (url !== undefined) {
      const part = typeof url === 'string' ? url.trim() : '';
      if (part.length < MIN_URL || part.length > MAX_URL)
        throw refuse('url', 'too-short', `must be ${MIN_URL} to ${MAX_URL} characters of a URL`);
      return { kind: 'link', op, url: part };
    }
    if (typeof deliveryId !== 'string' || !ID.test(deliveryId))
      throw refuse('deliveryId', 'required', 'must be the id of a delivery');
    if (typeof linkNo !== 'number' || !Number.isInteger(linkNo) || linkNo < 1 || linkNo > 32_767)
      throw refuse('linkNo', 'required', 'must be the number of a link');
    return { kind: 'link', op, deliveryId, linkNo };
  },
  toSql: (condition, bind) => {
    const clicked = clickedSql(condition, bind);
    if (condition.op === 'clicked') return clicked;
    if (condition.url !== undefined) return `not ${clicked}`;
    return `(not ${clicked} and exists (select from delivery_recipient r
      where r.customer_id = c.id and r.delivery_id = ${bind(condition.deliveryId)}::bigint
        and r.state in ('accepted', 'delayed', 'delivered', 'complained')))`;
  },
  members: (condition, bind) =>
    condition.op === 'clicked'
      ? {
          sql: `select distinct customer_id from (${clickersSql(condition, bind)}) k`,
          isOrdered: false,
          mayBeGone: true,
        }
      : null,
  describe: linkPhrase,
  refersTo: {
    part: 'linkNo',
    keyOf: ({ url, deliveryId, linkNo }) => (url === undefined ? `${String(deliveryId)}/${String(linkNo)}` : null),
    lookUp: lookUpLinks,
  },
};

/**
 * Whether the customer clicked. Of one mail it is a look at the customer's recipient and its events; of many mails the
 * clickers are gathered once for everybody asked.
 */
function clickedSql(condition: KindCondition, bind: Bind): string {
  if (condition.url !== undefined)
    return `exists (select from (${clickersSql(condition, bind)}) k where k.customer_id = c.id)`;
  return `exists (select from delivery_recipient r join tracking_event e on e.recipient_id = r.id
      where r.customer_id = c.id and r.delivery_id = ${bind(condition.deliveryId)}::bigint
        and e.kind = 'clicked' and e.link_no = ${bind(condition.linkNo)}::smallint and e.visitor in ('human', 'proxy'))`;
}

/** Who clicked: the events of the link by (delivery_id, kind, link_no), and of each the recipient by its key. */
function clickersSql({ deliveryId, linkNo, url }: KindCondition, bind: Bind): string {
  const links =
    url === undefined
      ? `(select ${bind(deliveryId)}::bigint as delivery_id, ${bind(linkNo)}::smallint as link_no)`
      : `(select l.delivery_id, l.link_no from delivery_link l join delivery d on d.id = l.delivery_id
           where d.recipients_pruned_at is null and position(lower(${bind(url)}::text) in lower(l.url)) > 0)`;
  return `select r.customer_id from ${links} l
            join tracking_event e on e.delivery_id = l.delivery_id and e.kind = 'clicked' and e.link_no = l.link_no
             and e.visitor in ('human', 'proxy')
            join delivery_recipient r on r.id = e.recipient_id`;
}

function linkPhrase({ op, url }: KindCondition, name: string | null): Phrase {
  const isClicked = op === 'clicked';
  const [middle, end] = isClicked ? ['クリックし', 'クリックした'] : ['クリックしておらず', 'クリックしていない'];
  if (typeof url === 'string') {
    const ja = `URL に「${url}」を含むリンクを`;
    const en = `who clicked ${isClicked ? 'a' : 'no'} link whose URL contains “${url}”`;
    return { ja: { middle: ja + middle, end: ja + end }, en };
  }
  const ja = `${isClicked ? '' : 'メールを受け取って'}${name ?? '削除されたリンク'}を`;
  const en = `${isClicked ? 'who clicked' : 'who received the mail but did not click'} ${name ?? 'a deleted link'}`;
  return { ja: { middle: ja + middle, end: ja + end }, en };
}

/** What a link is called: its label or URL, and the mail it stands in. */
async function lookUpLinks(keys: readonly string[], em: EntityManager): Promise<ReadonlyMap<string, Referent>> {
  const rows = await rowsOf<{ key: string; name: string; isPruned: boolean }>(
    em,
    `select l.delivery_id || '/' || l.link_no as key,
            '「' || c.subject || to_char(coalesce(d.started_at, d.starts_at) at time zone 'Asia/Tokyo', ' (YYYY/MM/DD)')
              || '」→「' || coalesce(nullif(l.label, ''), l.url) || '」' as name,
            d.recipients_pruned_at is not null as "isPruned"
       from unnest($1::bigint[], $2::integer[]) as wanted (delivery_id, link_no)
       join delivery_link l on l.delivery_id = wanted.delivery_id and l.link_no = wanted.link_no
       join delivery d on d.id = l.delivery_id join delivery_content c on c.delivery_id = d.id`,
    [keys.map((key) => key.split('/')[0]), keys.map((key) => key.split('/')[1])],
  );
  return new Map(
    rows.map(({ key, name, isPruned }) => [
      key,
      isPruned
        ? { name, problem: { code: 'recipients-gone', message: 'the clicks of this delivery are no longer kept' } }
        : { name },
    ]),
  );
}

/** Lets conditions speak of links. */
@Injectable()
export class LinkConditions implements OnModuleInit {
  constructor(private readonly kinds: ConditionKinds) {}

  onModuleInit(): void {
    this.kinds.register(LINK_CONDITION);
  }
}
