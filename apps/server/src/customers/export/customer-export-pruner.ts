import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { Storage } from '../../platform/storage/storage.js';
import { EXPORT_FOLDER, expiredFiles, fileKeysAmong, forgetFile } from './customer-exports.queries.js';

/** Removes files whose day is over, and what canceled and failed exports left. */
@Injectable()
export class CustomerExportPruner {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  /** The file goes first, so that a kill leaves a row that is found again. */
  async prune(): Promise<void> {
    for (const { id, file_key } of await expiredFiles(this.db, this.clock.now(), 1000)) {
      await this.storage.remove(file_key);
      await forgetFile(this.db, id, file_key);
    }
  }

  /** Removes files of which no row knows any more: a worker was killed before it removed what another one had left. */
  removeForgotten(): Promise<void> {
    return this.storage.removeForgotten(EXPORT_FOLDER, (keys) => fileKeysAmong(this.db, keys));
  }
}
