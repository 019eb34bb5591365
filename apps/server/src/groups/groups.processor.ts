import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Handles } from '../platform/queue/handles.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { StateAligner } from './state-aligner.js';
import { readAlignment } from './state-alignment.queries.js';

/** Background work of the groups: the alignment of delivery states. */
@Injectable()
export class GroupsProcessor {
  constructor(
    private readonly aligner: StateAligner,
    db: Database,
    jobs: JobQueue,
    sweeps: Sweeps,
  ) {
    sweeps.register({
      name: 'groups.align-states',
      sweep: async () => {
        const alignment = await readAlignment(db.manager);
        if (alignment && !alignment.finishedAt)
          await jobs.wake('groups.align-states', { reason: 'sweep' }, { jobId: 'sweep' });
      },
    });
  }

  @Handles('groups.align-states')
  async alignStates(_payload: JobPayloads['groups.align-states']): Promise<void> {
    await this.aligner.align();
  }
}
