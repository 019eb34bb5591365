import type { Database } from '../platform/database/database.js';
import type { RecordMonth } from './record-counts.dto.js';

/**
 * The peaks of the last months of Japan, oldest first. A month without a change has no row: its peak is what the last
 * month before it was left at. Months come by primary key; there is one row a month at most.
 */
export function readMonthPeaks(db: Database, now: Date, months: number): Promise<RecordMonth[]> {
  return db.rows<RecordMonth>(
    `select to_char(month, 'YYYY-MM') as month, coalesce(m.peak_count, before.last_count)::float8 as "peakCount"
       from generate_series(0, $2::integer - 1) back
      cross join lateral (
        select (date_trunc('month', $1::timestamptz at time zone 'Asia/Tokyo') - make_interval(months => back))::date
      ) as of_month (month)
       left join customer_month m using (month)
       left join lateral (
         select last_count from customer_month b where b.month < of_month.month order by b.month desc limit 1
       ) before on true
      order by month`,
    [now, months],
  );
}

/** How many customers there are now, and may be. Reads the tables of customers and settings. */
export async function readRecordState(db: Database): Promise<{ count: number; limit: number | null }> {
  const [row] = await db.rows<{ count: number; limit: number | null }>(
    `select customer_count::float8 as count, (select value from setting where key = 'customerLimit') as limit
       from customer_tally`,
  );
  return row ?? { count: 0, limit: null };
}
