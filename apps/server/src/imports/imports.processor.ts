import { Injectable } from '@nestjs/common';
import { Handles } from '../platform/queue/handles.js';
import { ImportRehearser } from './import-rehearser.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweeper } from './import-sweeper.js';
import { ImportUndoer } from './import-undoer.js';

/** Jobs of imports. */
@Injectable()
export class ImportsProcessor {
  constructor(
    private readonly runner: ImportRunner,
    private readonly rehearser: ImportRehearser,
    private readonly undoer: ImportUndoer,
    private readonly sweeper: ImportSweeper,
  ) {}

  @Handles('imports.run')
  async run({ importId }: { importId: string }): Promise<void> {
    await this.runner.run(importId);
  }

  @Handles('imports.rehearse')
  async rehearse({ importId }: { importId: string }): Promise<void> {
    await this.rehearser.rehearse(importId);
  }

  @Handles('imports.undo')
  async undo({ importId }: { importId: string }): Promise<void> {
    await this.undoer.undo(importId);
  }

  @Handles('imports.prune')
  async prune(_payload: { day: string }): Promise<void> {
    await this.sweeper.prune();
  }
}
