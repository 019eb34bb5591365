import type { PinoLogger } from 'nestjs-pino';
import { AudienceFilters } from '../src/delivery/audience-filters.js';
import { RecipientPlanner } from '../src/delivery/recipient-planner.js';
import { SystemClock } from '../src/platform/clock.js';
import { freshDatabase } from './environment.js';
import { measured, type Report, type Servers } from './measure.js';
import { manyMembers, newsletterDelivery } from './sending-data.js';

/** Planning a delivery to `count` people, of whom some are left out, against a bare INSERT … SELECT of as many rows. */
export async function benchPlan(servers: Servers, count: number): Promise<Report> {
  const { db, close } = await freshDatabase(servers);
  const groupId = await manyMembers(db, count);
  await db.rows(`update group_membership set delivery_state = 'stopped' where customer_id % 50 = 0`);
  await db.rows('vacuum analyze group_membership');
  await db.rows('create table bare_recipient (like delivery_recipient including all)');
  const bare = await measured('bare INSERT … SELECT', count, db, async () => {
    await db.rows(
      `insert into bare_recipient (delivery_id, customer_id, email, batch_no, state)
       select 1, c.id, c.email, 1 + c.id / 500, 'pending' from customer c`,
    );
  });
  const deliveryId = await newsletterDelivery(db, groupId, 'planning');
  const logger = { info: () => undefined } as unknown as PinoLogger;
  const planner = new RecipientPlanner(
    db,
    new SystemClock(),
    new AudienceFilters(null as never, null as never),
    logger,
  );
  const ours = await measured('Kubari planning', count, db, async () => {
    await planner.plan(deliveryId);
  });
  const [rows] = await db.rows<{ pending: number; skipped: number }>(
    `select count(*) filter (where state = 'pending')::int as pending,
            count(*) filter (where skip_reason = 'stopped')::int as skipped from delivery_recipient`,
  );
  if ((rows?.pending ?? 0) + (rows?.skipped ?? 0) !== count)
    throw new Error(`Planning is wrong: ${JSON.stringify(rows)}`);
  await close();
  return {
    bench: `plan ${count} recipients`,
    figures: [bare, ours],
    ratios: {
      'ours / bare (time)': ours.seconds / bare.seconds,
      'seconds per 1,000,000': (ours.seconds / count) * 1e6,
    },
  };
}
