import { Injectable } from '@nestjs/common';
import { rowsIn, type RunsIn } from '../platform/database/database.js';

/** The one place that deletes customers, singly or in sets, where the caller's transaction is. */
@Injectable()
export class CustomerRemover {
  /** Deletes those of the ids that exist, with memberships and error count (C-03). Returns the deleted ids. */
  async remove(where: RunsIn, ids: readonly string[]): Promise<string[]> {
    // locked in the order of ids, so that two deletions never wait for each other in a circle
    const rows = await rowsIn<{ id: string }>(
      where,
      `with doomed as materialized (
         select id from customer where id = any ($1::bigint[]) order by id for update)
       delete from customer c using doomed where c.id = doomed.id returning c.id`,
      [ids],
    );
    return rows.map((row) => row.id);
  }
}
