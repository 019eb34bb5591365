import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { Handles } from '../../platform/queue/handles.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { JobPayloads } from '../../platform/queue/jobs.js';
import { Sweeps } from '../../platform/queue/sweeps.js';
import { CustomerExportPruner } from './customer-export-pruner.js';
import { CustomerExportRunner } from './customer-export-runner.js';
import { abandonedExports, expiredFiles } from './customer-exports.queries.js';

/** Jobs of exports, and the sweep that wakes those that wait or whose worker died, and asks for pruning. */
@Injectable()
export class CustomerExportsProcessor {
  constructor(
    private readonly runner: CustomerExportRunner,
    private readonly pruner: CustomerExportPruner,
    db: Database,
    jobs: JobQueue,
    clock: Clock,
    sweeps: Sweeps,
  ) {
    sweeps.register({
      name: 'customers.export',
      sweep: async () => {
        const now = clock.now();
        for (const exportId of await abandonedExports(db, now))
          await jobs.wake('customers.export', { exportId }, { jobId: `export-${exportId}` });
        if ((await expiredFiles(db, now, 1)).length > 0)
          await jobs.wake('customers.prune-exports', { reason: 'sweep' }, { jobId: 'sweep' });
      },
    });
    sweeps.register({
      name: 'customers.export-files',
      sweep: () => pruner.removeForgotten(),
      everyMs: 3_600_000,
    });
  }

  @Handles('customers.export')
  async run({ exportId }: JobPayloads['customers.export']): Promise<void> {
    await this.runner.run(exportId);
  }

  @Handles('customers.prune-exports')
  async prune(_payload: JobPayloads['customers.prune-exports']): Promise<void> {
    await this.pruner.prune();
  }
}
