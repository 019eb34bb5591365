import type { AddressInfo } from 'node:net';
import { ApiModule } from '../src/api.module.js';
import { CustomerRemover } from '../src/customers/customer-remover.service.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import type { Database } from '../src/platform/database/database.js';
import { loadCustomers } from '../test/million-customers.js';
import { freshDatabase } from './environment.js';
import type { Figure, Report, Servers } from './measure.js';
import { signIn, timed } from './measure-http.js';
import { newsletterDelivery } from './sending-data.js';

/** People with everything a person can have: in all of the latest hundred deliveries, opened and clicked. */
const KNOWN = 200;
const DELIVERIES = 100;
/** Recipients of a delivery besides them. */
const OTHERS = 10_000;
const DELETED = 10_000;

/** The page of one customer over HTTP at `count` customers, request by request and all together; and deleting many. */
export async function benchCustomer(servers: Servers, count: number): Promise<Report> {
  const { env, db, close } = await freshDatabase(servers);
  const { groups } = await loadCustomers(db, count);
  await db.rows('truncate customer_search_stale');
  const known = await loadHistory(db, groups[0]?.id ?? '');
  const { app, server } = await createHttpApp(ApiModule.with(env));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/customers`;
  const cookie = await signIn(db);
  const get = async (path: string): Promise<void> => {
    const response = await fetch(`${base}/${path}`, { headers: { cookie } });
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    await response.json();
  };
  let turn = 0;
  const next = (): string => known[turn++ % known.length] ?? '';
  const parts = {
    customer: '',
    memberships: '/memberships',
    consents: '/consents',
    'who gets the next mail': '/eligibility',
    timeline: '/timeline?limit=30',
    'timeline, errors': '/timeline?limit=30&only=errors',
  };
  const figures: Figure[] = [];
  for (const [name, path] of Object.entries(parts)) figures.push(await timed(name, db, () => get(next() + path)));
  const whole = async (): Promise<void> => {
    const id = next();
    await Promise.all(Object.values(parts).map((path) => get(id + path)));
  };
  figures.push(await timed('the whole page, at once', db, whole));
  figures.push(await timed(`count of deleting ${DELETED}`, db, () => deleteSome(db, app.get(CustomerRemover))));
  await app.close();
  server.close();
  await close();
  const slowest = Math.max(...figures.slice(0, Object.keys(parts).length).map((f) => f.extra?.['p95 ms'] ?? 0));
  return {
    bench: `page of one of ${count} customers`,
    figures,
    ratios: { 'slowest p95 / goal of 150 ms': slowest / 150 },
  };
}

let deletedBelow = 1;
async function deleteSome(db: Database, remover: CustomerRemover): Promise<void> {
  const ids = Array.from({ length: DELETED }, (_, i) => String(deletedBelow + i));
  deletedBelow += DELETED;
  await db.tx((tx) => remover.remove(tx, ids));
}

/** Recipients, events, changes, errors and consents; returns the ids of those who have all of it. */
async function loadHistory(db: Database, groupId: string): Promise<string[]> {
  const known = await db.rows<{ id: string }>(
    'select customer_id as id from group_membership where group_id = $1 order by customer_id desc limit $2',
    [groupId, KNOWN],
  );
  const ids = known.map(({ id }) => id);
  for (let n = 0; n < DELIVERIES; n++) {
    const deliveryId = await newsletterDelivery(db, groupId, 'paused');
    await db.rows(
      `update delivery set state = 'sent', started_at = now() - make_interval(days => $2::int) where id = $1`,
      [deliveryId, n],
    );
    await db.rows(
      `insert into delivery_recipient (delivery_id, customer_id, email, state, accepted_at)
       select $1, id, email, 'delivered', now() - make_interval(days => $4::int)
         from (select id, email from customer where id = any ($2::bigint[])
               union select id, email from customer where id % $3::int = $4::int) c`,
      [deliveryId, ids, Math.max(1, Math.floor((await countOf(db)) / OTHERS)), n],
    );
  }
  await db.rows(
    `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, visitor, effect_key)
     select r.id, r.delivery_id, k.kind, r.accepted_at + make_interval(mins => k.n), case when k.n > 1 then 'human' end,
            case when k.n = 1 then 'delivered' end
       from delivery_recipient r, (values ('delivered', 1), ('opened', 2), ('opened', 3), ('clicked', 4)) k (kind, n)`,
  );
  await db.rows(
    `insert into group_membership_change (group_id, customer_id, from_state, to_state, via, changed_at)
     select $1::bigint, id, 'active', 'stopped', 'screen', now() from customer`,
    [groupId],
  );
  await db.rows(
    `insert into customer_error (customer_id, recipient_id, delivery_id, kind, counts_as, answer, occurred_at)
     select customer_id, id, delivery_id, 'mailbox_full', 'soft', '552 5.2.2 mailbox full', accepted_at
       from delivery_recipient where customer_id = any ($1::bigint[]) or customer_id % 50 = 0`,
    [ids],
  );
  await db.rows(
    `insert into consent_record (customer_id, group_id, purpose, source, source_label, basis, obtained_at)
     select id, $1::bigint, 'お知らせ', 'csv', '会員.csv', 'paper', created_at from customer`,
    [groupId],
  );
  await db.rows('vacuum analyze');
  return ids;
}

async function countOf(db: Database): Promise<number> {
  const [row] = await db.rows<{ count: number }>('select customer_count::int as count from customer_tally');
  return row?.count ?? 0;
}
