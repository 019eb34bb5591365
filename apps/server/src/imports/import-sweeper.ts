import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { Storage } from '../platform/storage/storage.js';
import { expiredImports, findAbandoned, forgetResults, forgetUndo } from './import-sweeps.queries.js';
import { fileKeyOf } from './imports.queries.js';

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

  /** Removes files and results that are due; the file goes first, so that a kill leaves a row that is found again. */
  async prune(): Promise<void> {
    for (const importId of await expiredImports(this.db, this.clock.now())) {
      await this.storage.remove(fileKeyOf(importId));
      await forgetResults(this.db, importId);
    }
  }
}
