import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { Handles } from '../../platform/queue/handles.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { JobPayloads } from '../../platform/queue/jobs.js';
import { Sweeps } from '../../platform/queue/sweeps.js';
import { BulkOperationRunner } from './bulk-operation-runner.js';
import { abandonedOperations } from './bulk-operations.queries.js';

/** The job of bulk operations, and the sweep that wakes those that wait or whose worker died. */
@Injectable()
export class BulkOperationsProcessor {
  constructor(
    private readonly runner: BulkOperationRunner,
    db: Database,
    jobs: JobQueue,
    clock: Clock,
    sweeps: Sweeps,
  ) {
    sweeps.register({
      name: 'customers.bulk',
      sweep: async () => {
        for (const operationId of await abandonedOperations(db, clock.now()))
          await jobs.wake('customers.bulk', { operationId }, { jobId: `bulk-${operationId}` });
      },
    });
  }

  @Handles('customers.bulk')
  async run({ operationId }: JobPayloads['customers.bulk']): Promise<void> {
    await this.runner.run(operationId);
  }
}
