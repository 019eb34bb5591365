import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { LinksModule } from '../platform/links/link-tokens.js';
import { SesModule } from '../platform/ses/ses.module.js';
import { AnswerRecorder } from './answer-recorder.js';
import { BatchSender } from './batch-sender.js';
import { DeliveryContents } from './delivery-contents.js';
import { DeliveryLanes } from './delivery-lanes.js';
import { DeliverySweeper } from './delivery-sweeper.js';
import { DeliveryModule } from './delivery.module.js';
import { DeliveryProcessor } from './delivery.processor.js';
import { DoubtResolver } from './doubt-resolver.js';
import { RecipientPlanner } from './recipient-planner.js';
import { RecipientRetention } from './recipient-retention.js';
import { SendGate } from './send-gate.js';
import { SendReactions } from './send-reactions.js';

/** Planning, sending and sweeping; only the worker role loads it. */
@Module({
  imports: [DeliveryModule, CustomersModule, SesModule, LinksModule],
  providers: [
    DeliveryProcessor,
    DeliverySweeper,
    DeliveryLanes,
    RecipientPlanner,
    BatchSender,
    DeliveryContents,
    SendGate,
    AnswerRecorder,
    SendReactions,
    DoubtResolver,
    RecipientRetention,
  ],
})
export class DeliveryWorkerModule {}
