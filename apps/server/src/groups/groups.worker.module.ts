import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { GroupsModule } from './groups.module.js';
import { GroupsProcessor } from './groups.processor.js';
import { StateAligner } from './state-aligner.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [GroupsModule, SettingsModule], providers: [GroupsProcessor, StateAligner] })
export class GroupsWorkerModule {}
