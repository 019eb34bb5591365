import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { ConditionTree } from './customer-search.service.js';

/** A segment with the name of who made it. */
export interface SegmentRow {
  readonly id: string;
  readonly name: string;
  readonly conditions: ConditionTree;
  readonly created_by_name: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Segments by name from `afterName` on, by the unique index of names; `id` picks one. */
export function readSegments(
  em: EntityManager,
  { id, afterName, limit }: { id?: string; afterName?: string | null; limit: number },
): Promise<SegmentRow[]> {
  return rowsOf<SegmentRow>(
    em,
    `select s.id, s.name, s.conditions, s.created_at, s.updated_at, u.name as created_by_name
       from segment s left join app_user u on u.id = s.created_by
      where ($1::bigint is null or s.id = $1) and ($2::text is null or s.name > $2)
      order by s.name limit $3`,
    [id ?? null, afterName ?? null, limit],
  );
}

/** The names that begin like the given one; to find one for a copy. */
export async function readNamesLike(em: EntityManager, name: string): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ name: string }>(em, 'select name from segment where starts_with(name, $1)', [name]);
  return new Set(rows.map((row) => row.name));
}
