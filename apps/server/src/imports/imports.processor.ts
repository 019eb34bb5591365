import { Injectable } from '@nestjs/common';
import { Handles } from '../platform/queue/handles.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweeper } from './import-sweeper.js';

/** Jobs of imports. */
@Injectable()
export class ImportsProcessor {
  constructor(
    private readonly runner: ImportRunner,
    private readonly sweeper: ImportSweeper,
  ) {}

  @Handles('imports.run')
  async run({ importId }: { importId: string }): Promise<void> {
    await this.runner.run(importId);
  }

  @Handles('imports.prune')
  async prune(_payload: { day: string }): Promise<void> {
    await this.sweeper.prune();
  }
}
