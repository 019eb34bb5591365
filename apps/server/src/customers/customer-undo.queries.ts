import { rowsIn, type RunsIn } from '../platform/database/database.js';
import type { CustomerImage, OldValues, TakenBack, Untouched } from './customer-undo.types.js';

/**
 * Restores values where updated_at is still what the overwriting wrote, and updated_at with them, so that an earlier
 * overwriting can be taken back next. The first entry of a customer is what it was before the set.
 */
export async function restoreValues(where: RunsIn, old: OldValues): Promise<TakenBack> {
  const [row] = await rowsIn<{ undone: number; left: number }>(
    where,
    `with kept as (
       select distinct on (id) id, old.values::jsonb as old_values, old.updated_at::timestamptz as updated_at
         from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as old (id, values, updated_at, place)
        order by id, place),
     restored as (
       update customer c
          set field_values = (c.field_values - $5::text[]) ||
                coalesce((select jsonb_object_agg(key, value) from jsonb_each(kept.old_values) where key = any ($5)), '{}'),
              updated_at = kept.updated_at
         from kept where c.id = kept.id and c.updated_at = $4::timestamptz
       returning c.id)
     select count(*) filter (where restored.id is not null)::int as undone,
            count(*) filter (where restored.id is null)::int as left
       from kept left join restored using (id) where kept.updated_at < $6`,
    [old.ids, old.values, old.updatedAt, old.writtenAt, old.fieldIds, old.startedAt],
  );
  return row ?? { undone: 0, left: 0 };
}

/**
 * Those that are as the import left them: not edited, never in error, never mailed, in no group but that of the import
 * and there in the state they joined with, without a consent of another source. Locked in the order of ids before the
 * look, in a statement of its own: what others were just adding is seen. Every look is by the index on customers.
 */
export async function findUntouched(where: RunsIn, registered: Untouched): Promise<string[]> {
  const { ids, importId, writtenAt, joined } = registered;
  await rowsIn(where, 'select from customer where id = any ($1::bigint[]) order by id for update', [ids]);
  const rows = await rowsIn<{ id: string }>(
    where,
    `select c.id from customer c
      where c.id = any ($1::bigint[]) and c.last_import_id = $2 and c.updated_at = $3::timestamptz
        and c.status = 'ok' and c.error_count = 0
        and not exists (select from delivery_recipient r where r.customer_id = c.id)
        and not exists (select from consent_record k where k.customer_id = c.id and k.import_id is distinct from $2)
        and not exists (
          select from group_membership m where m.customer_id = c.id
             and (m.group_id = $4 and m.joined_at = $5::timestamptz and coalesce(m.state_changed_at = m.joined_at, true)) is not true)
      order by c.id`,
    [ids, importId, writtenAt, joined?.groupId ?? null, joined?.joinedAt ?? null],
  );
  return rows.map((row) => row.id);
}

/**
 * Inserts deleted customers whose id and address are free, with their history of errors; their consents are theirs again.
 * Rows go in by ascending id.
 */
export async function insertDeleted(where: RunsIn, images: readonly CustomerImage[]): Promise<string[]> {
  const rows = await rowsIn<{ id: string }>(
    where,
    `insert into customer overriding system value
     select * from jsonb_populate_recordset(null::customer, $1::jsonb) order by id
     on conflict do nothing returning id`,
    [JSON.stringify(images.map(({ customer }) => customer))],
  );
  const ids = rows.map((row) => row.id);
  const back = new Set(ids);
  const errors = images.flatMap((image) => (back.has(String(image.customer.id)) ? image.errors : []));
  await rowsIn(
    where,
    `insert into customer_error overriding system value
     select * from jsonb_populate_recordset(null::customer_error, $1::jsonb) on conflict do nothing`,
    [JSON.stringify(errors)],
  );
  await rowsIn(
    where,
    'update consent_record set address_hash = null, purge_after = null where customer_id = any ($1::bigint[])',
    [ids],
  );
  return ids;
}
