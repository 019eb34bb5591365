import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { Storage } from '../platform/storage/storage.js';
import { expiredImports, findAbandoned, fileKeysAmong, forgetResults, forgetUndo } from './import-sweeps.queries.js';
import { discardImport, IMPORT_FOLDER } from './imports.queries.js';

/** Wakes what waits or whose worker died, and removes results after their ten days (C-36) and undos after theirs. */
@Injectable()
export class ImportSweeper {
  private prunedOn = '';

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    sweeps: Sweeps,
  ) {
    sweeps.register({ name: 'imports', sweep: () => this.sweep() });
    sweeps.register({ name: 'imports.files', sweep: () => this.removeForgotten(), everyMs: 3_600_000 });
  }

  /** One round: wake what nobody works on, forget what cannot be undone any more; once a day, ask for pruning. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const { run, undo, rehearse } = await findAbandoned(this.db, now);
    for (const importId of run) await this.jobs.wake('imports.run', { importId }, { jobId: `import-${importId}` });
    for (const importId of undo)
      await this.jobs.wake('imports.undo', { importId }, { jobId: `import-undo-${importId}` });
    for (const importId of rehearse)
      await this.jobs.wake('imports.rehearse', { importId }, { jobId: `import-rehearse-${importId}` });
    await forgetUndo(this.db, now);
    const day = now.toISOString().slice(0, 10);
    if (day === this.prunedOn) return;
    this.prunedOn = day;
    await this.jobs.wake('imports.prune', { day }, { jobId: `imports-prune-${day}` });
  }

  /** Removes results that are due, and whole imports that nobody started; somebody may start one just now. */
  async prune(): Promise<void> {
    const now = this.clock.now();
    for (const { id, isOver } of await expiredImports(this.db, now)) {
      const gone = isOver ? await forgetResults(this.db, id) : await discardImport(this.db, id);
      if (gone?.fileKey) await this.storage.remove(gone.fileKey);
    }
  }

  /** Removes files of which no row knows: of uploads that were killed, and of rows that went without their file. */
  removeForgotten(): Promise<void> {
    return this.storage.removeForgotten(IMPORT_FOLDER, (keys) => fileKeysAmong(this.db, keys));
  }
}
