import { Module } from '@nestjs/common';
import { CustomerUpsertService } from '../customers/customer-upsert.service.js';
import { GroupsModule } from '../groups/groups.module.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweeper } from './import-sweeper.js';
import { ImportsProcessor } from './imports.processor.js';

/** What runs imports; only the worker role loads it. */
@Module({
  imports: [GroupsModule],
  providers: [CustomerUpsertService, ImportRunner, ImportSweeper, ImportsProcessor],
})
export class ImportsWorkerModule {}
