import { Module } from '@nestjs/common';
import { SesModule } from '../platform/ses/ses.module.js';
import { NoticeSender } from './notice-sender.js';
import { SettingsModule } from './settings.module.js';
import { SettingsProcessor } from './settings.processor.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [SettingsModule, SesModule], providers: [NoticeSender, SettingsProcessor] })
export class SettingsWorkerModule {}
