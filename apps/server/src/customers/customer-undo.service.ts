import { Injectable } from '@nestjs/common';
import type { RunsIn } from '../platform/database/database.js';
import { CustomerRemover } from './customer-remover.service.js';
import { findUntouched, insertDeleted, restoreValues } from './customer-undo.queries.js';
import type { CustomerImage, OldValues, TakenBack, Untouched } from './customer-undo.types.js';
import { RecordCount } from './record-count.service.js';

/** Takes back what an import did to customers, where nothing has changed since, in the caller's transaction. */
@Injectable()
export class CustomerUndo {
  constructor(
    private readonly remover: CustomerRemover,
    private readonly counts: RecordCount,
  ) {}

  /** Gives customers their old values again. */
  restoreValues(where: RunsIn, old: OldValues): Promise<TakenBack> {
    return restoreValues(where, old);
  }

  /** Removes customers that were registered; returns those that are gone now. */
  async removeRegistered(where: RunsIn, registered: Untouched): Promise<string[]> {
    const untouched = await findUntouched(where, registered);
    return untouched.length === 0 ? [] : this.remover.remove(where, untouched, 'undone');
  }

  /** Puts deleted customers back under their ids, with their consents, while there is room; returns those that are back. */
  async restoreDeleted(where: RunsIn, images: readonly CustomerImage[]): Promise<string[]> {
    const room = await this.counts.room(where);
    return insertDeleted(where, room >= images.length ? images : images.slice(0, room));
  }
}
