import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { CustomerField } from '../customer-field.entity.js';
import { searchEntry, type IndexedField } from './grams.js';
import { readCustomersToIndex, takeStaleIds, tidySearchIndex, upsertSearchRows } from './search-index.queries.js';

const BATCH_SIZE = 2_000;
/** After this many rows the note table is worth a vacuum. */
const MANY = 20_000;

/** Brings the search index up to the customers. Safe to run twice, in parallel and after a crash. */
@Injectable()
export class SearchIndexer {
  constructor(private readonly db: Database) {}

  /** Indexes until no changed customer is left, or another process is at it. Returns the number of notes worked off. */
  async index(): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await this.db.tx((tx) => this.indexBatch(tx));
      total += done;
      if (done === 0) break;
    }
    if (total > 0) await tidySearchIndex(this.db.manager, total >= MANY);
    return total;
  }

  private async indexBatch(tx: EntityManager): Promise<number> {
    const ids = await takeStaleIds(tx, BATCH_SIZE);
    if (ids === null || ids.length === 0) return 0;
    const fields = await activeFields(tx);
    const customers = await readCustomersToIndex(tx, [...new Set(ids)]);
    await upsertSearchRows(
      tx,
      customers.map((row) => [
        row.id,
        searchEntry({ id: row.id, emailNormalised: row.email_normalised, fieldValues: row.field_values }, fields),
      ]),
    );
    return ids.length;
  }
}

function activeFields(tx: EntityManager): Promise<IndexedField[]> {
  return tx.getRepository(CustomerField).createQueryBuilder('f').where('f.retired_at is null').getMany();
}
