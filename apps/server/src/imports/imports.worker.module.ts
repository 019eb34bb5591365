import { Module } from '@nestjs/common';
import { CustomerUpsertService } from '../customers/customer-upsert.service.js';
import { GroupJoiningService } from '../groups/group-joining.service.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweeper } from './import-sweeper.js';
import { ImportsProcessor } from './imports.processor.js';

/** What runs imports; only the worker role loads it. */
@Module({ providers: [CustomerUpsertService, GroupJoiningService, ImportRunner, ImportSweeper, ImportsProcessor] })
export class ImportsWorkerModule {}
