import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { ConsentBasis, ConsentSource } from './consent.types.js';
import type { TimelineKind } from './timeline.types.js';

/** One entry of a timeline. */
export interface TimelineRow {
  readonly key: string;
  readonly kind: TimelineKind;
  readonly at: Date;
  /** `at` to the microsecond, for the cursor */
  readonly at_text: string;
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly delivery_id: string | null;
  readonly subject: string | null;
  readonly via: string | null;
  readonly user_name: string | null;
  readonly from_state: string | null;
  readonly to_state: string | null;
  readonly result: string | null;
  readonly error_kind: string | null;
  readonly url: string | null;
  readonly visitor: string | null;
  readonly answer: string | null;
  readonly counts_as: string | null;
  readonly import_id: string | null;
  readonly file_name: string | null;
  readonly consent: TimelineConsent | null;
}

/** The consent of an entry about one. */
export interface TimelineConsent {
  readonly purpose: string;
  readonly basis: ConsentBasis;
  readonly source: ConsentSource;
  readonly sourceLabel: string;
}

/** The place in a timeline after which a page starts. */
export interface TimelinePosition {
  readonly atText: string;
  readonly key: string;
}

/** Which entries: of whom, after which place (null: from the newest), of which kinds (null: all). */
export interface TimelineQuery {
  readonly customerId: string;
  readonly after: TimelinePosition | null;
  readonly kinds: readonly TimelineKind[] | null;
  readonly limit: number;
}

const CONSENT = `jsonb_build_object('purpose', k.purpose, 'basis', k.basis, 'source', k.source, 'sourceLabel', k.source_label)`;

/**
 * The parts of a timeline, each the columns it has; the others are null. Each part goes by an index on the customer, or
 * on the recipients of the customer.
 */
const PARTS: readonly { readonly columns: Readonly<Record<string, string>>; readonly from: string }[] = [
  {
    columns: { key: `'r'`, kind: `'registered'`, at: 'c.created_at', via: 'c.registered_via' },
    from: 'customer c where c.id = $1',
  },
  {
    // the import that wrote the customer last, unless it is the one that registered it
    columns: { key: `'i'`, kind: `'imported'`, at: 'i.started_at', import_id: 'i.id' },
    from: `customer c join import_job i on i.id = c.last_import_id
           where c.id = $1 and i.started_at is not null
             and not (c.registered_via = 'csv' and c.created_at between i.started_at and coalesce(i.finished_at, c.created_at))`,
  },
  {
    columns: { key: `'s'`, kind: `'status-error'`, at: 'c.status_changed_at' },
    from: `customer c where c.id = $1 and c.status = 'error' and c.status_changed_at is not null`,
  },
  {
    // every reset asks SES to forget the address, and says when and who; only the last one is known
    columns: { key: `'z'`, kind: `'status-reset'`, at: 'l.requested_at', user_id: 'l.requested_by' },
    from: 'suppression_lift l where l.customer_id = $1',
  },
  {
    columns: {
      key: `'j' || m.group_id`,
      kind: `'joined'`,
      at: 'm.joined_at',
      group_id: 'm.group_id',
      via: 'm.joined_via',
    },
    from: 'group_membership m where m.customer_id = $1',
  },
  {
    columns: {
      key: `'g' || g.id`,
      kind: `'membership-changed'`,
      at: 'g.changed_at',
      group_id: 'g.group_id',
      delivery_id: 'g.delivery_id',
      via: 'g.via',
      user_id: 'g.user_id',
      from_state: 'g.from_state',
      to_state: 'g.to_state',
    },
    from: 'group_membership_change g where g.customer_id = $1',
  },
  {
    columns: {
      key: `'m' || m.id`,
      kind: `case when m.state = 'skipped' then 'left-out' else 'mailed' end`,
      at: 'm.at',
      delivery_id: 'm.delivery_id',
      result: 'coalesce(m.skip_reason, m.state)',
      error_kind: 'm.error_kind',
    },
    from: 'mine m',
  },
  {
    // a bounce whose history is kept as an error is told there, with the words of the server
    columns: {
      key: `'e' || e.id`,
      kind: 'e.kind',
      at: 'e.occurred_at',
      delivery_id: 'e.delivery_id',
      link_no: 'e.link_no',
      visitor: 'e.visitor',
    },
    from: `mine m join tracking_event e on e.recipient_id = m.id
           where e.kind <> 'send' and not (e.kind = 'bounced' and exists (
             select from customer_error x where x.customer_id = $1 and x.recipient_id = m.id))`,
  },
  {
    columns: {
      key: `'x' || x.id`,
      kind: `'error'`,
      at: 'x.occurred_at',
      delivery_id: 'x.delivery_id',
      error_kind: 'x.kind',
      answer: 'x.answer',
      counts_as: 'x.counts_as',
    },
    from: 'customer_error x where x.customer_id = $1',
  },
  {
    columns: {
      key: `'k' || k.id`,
      kind: `'consented'`,
      at: 'k.obtained_at',
      group_id: 'k.group_id',
      user_id: 'k.user_id',
      import_id: 'k.import_id',
      consent: CONSENT,
    },
    from: 'consent_record k where k.customer_id = $1',
  },
  {
    columns: {
      key: `'w' || k.id`,
      kind: `'consent-withdrawn'`,
      at: 'k.withdrawn_at',
      group_id: 'k.group_id',
      consent: CONSENT,
    },
    from: 'consent_record k where k.customer_id = $1 and k.withdrawn_at is not null',
  },
];

/** Columns of an entry in order, with the type a null needs. */
const COLUMNS: Readonly<Record<string, string>> = {
  key: 'text',
  kind: 'text',
  at: 'timestamptz',
  group_id: 'bigint',
  delivery_id: 'bigint',
  via: 'text',
  user_id: 'bigint',
  from_state: 'text',
  to_state: 'text',
  result: 'text',
  error_kind: 'text',
  link_no: 'smallint',
  visitor: 'text',
  answer: 'text',
  counts_as: 'text',
  import_id: 'bigint',
  consent: 'jsonb',
};

const ENTRIES = PARTS.map(({ columns, from }) => {
  const list = Object.entries(COLUMNS).map(([name, type]) => columns[name] ?? `null::${type}`);
  return `select ${list.join(', ')} from ${from}`;
}).join('\n       union all ');

/**
 * A page of everything that happened to a customer, newest first, by SQL over the tables of several modules. Retention
 * keeps the recipients of one customer to about a hundred, so all parts are read and sorted. What came by CSV is given
 * the import into that group that ran at that moment: changes do not carry it.
 */
export function readTimeline(
  em: EntityManager,
  { customerId, after, kinds, limit }: TimelineQuery,
): Promise<TimelineRow[]> {
  return rowsOf<TimelineRow>(
    em,
    `with mine as materialized (
       select r.id, r.delivery_id, r.state, r.skip_reason, r.error_kind, r.unsubscribed_at,
              coalesce(r.accepted_at, d.started_at, d.starts_at) as at
         from delivery_recipient r join delivery d on d.id = r.delivery_id where r.customer_id = $1),
     entry (${Object.keys(COLUMNS).join(', ')}) as (
       ${ENTRIES}),
     page as (
       select * from entry e
        where ($2::timestamptz is null or (e.at, e.key collate "C") < ($2::timestamptz, $3::text))
          and ($5::text[] is null or e.kind = any ($5))
        order by e.at desc, e.key collate "C" desc
        limit $4)
     select e.key, e.kind, e.at, e.at::text as at_text, e.group_id, g.name as group_name, e.delivery_id, content.subject,
            e.via, u.name as user_name, e.from_state, e.to_state, e.result, e.error_kind, l.url, e.visitor, e.answer,
            e.counts_as, file.id as import_id, file.file_name, e.consent
       from page e
       left join delivery_group g on g.id = e.group_id
       left join delivery_content content on content.delivery_id = e.delivery_id
       left join app_user u on u.id = e.user_id
       left join delivery_link l on l.delivery_id = e.delivery_id and l.link_no = e.link_no
       left join lateral (
         select i.id, i.file_name from import_job i
          where i.id = e.import_id
             or (e.import_id is null and e.via = 'csv' and (e.group_id is null or i.group_id = e.group_id)
                 and e.at between i.started_at and coalesce(i.finished_at, e.at))
          order by i.id desc limit 1) file on e.import_id is not null or e.via = 'csv'
      order by e.at desc, e.key collate "C" desc`,
    [customerId, after?.atText ?? null, after?.key ?? null, limit, kinds],
  );
}

/** Whether the customer exists: a narrowed timeline may well be empty. */
export async function customerExists(em: EntityManager, id: string): Promise<boolean> {
  const rows = await rowsOf(em, 'select from customer where id = $1', [id]);
  return rows.length > 0;
}
