import { Module, type DynamicModule } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { CustomersWorkerModule } from './customers/customers.worker.module.js';
import { DeliveryWorkerModule } from './delivery/delivery.worker.module.js';
import { GroupsWorkerModule } from './groups/groups.worker.module.js';
import { ImportsWorkerModule } from './imports/imports.worker.module.js';
import type { Clock } from './platform/clock.js';
import type { Env } from './platform/config/env.js';
import { QueueWorkerModule } from './platform/queue/queue.worker.module.js';
import { SettingsWorkerModule } from './settings/settings.worker.module.js';
import { TrackingWorkerModule } from './tracking/tracking.worker.module.js';

/** The job role: everything the API has but its HTTP server, plus job handlers and sweeps. */
@Module({})
export class WorkerModule {
  static with(env: Env, clock?: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        AppModule.with(env, 'worker', clock),
        QueueWorkerModule,
        SettingsWorkerModule,
        CustomersWorkerModule,
        GroupsWorkerModule,
        DeliveryWorkerModule,
        TrackingWorkerModule,
        ImportsWorkerModule,
      ],
    };
  }
}
