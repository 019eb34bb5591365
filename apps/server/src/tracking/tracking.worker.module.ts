import { SQSClient } from '@aws-sdk/client-sqs';
import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { ENV } from '../platform/config/env.js';
import { SettingsModule } from '../settings/settings.module.js';
import { createSqsClient } from './aws-clients.js';
import { EventRecorder } from './event-recorder.js';
import { HighErrorWatch } from './high-error-watch.js';
import { SendingBreaker } from './sending-breaker.js';
import { SqsPoller } from './sqs-poller.js';
import { TrackingSweeper } from './tracking-sweeper.js';
import { TrackingModule } from './tracking.module.js';
import { TrackingProcessor } from './tracking.processor.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({
  imports: [TrackingModule, SettingsModule, CustomersModule, GroupsModule, DeliveryModule],
  providers: [
    EventRecorder,
    SendingBreaker,
    HighErrorWatch,
    SqsPoller,
    TrackingProcessor,
    TrackingSweeper,
    { provide: SQSClient, inject: [ENV], useFactory: createSqsClient },
  ],
})
export class TrackingWorkerModule {}
