import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { MailingsModule } from '../mailings/mailings.module.js';
import { SesModule } from '../platform/ses/ses.module.js';
import { AudienceEstimator } from './audience-estimator.js';
import { AudienceFilters } from './audience-filters.js';
import { DeliveryConditions } from './delivery-condition.js';
import { DeliveryScheduler } from './delivery-scheduler.js';
import { DeliveryViews } from './delivery-views.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliveryService } from './delivery.service.js';
import { EligibilityChecker } from './eligibility-checker.js';
import { EligibilityController } from './eligibility.controller.js';
import { HeldRecipients } from './held-recipients.js';
import { LinkTargets } from './link-targets.js';
import { RecipientEraser } from './recipient-eraser.js';
import { ProgressController } from './progress.controller.js';
import { ProgressStream } from './progress-stream.js';

@Module({
  imports: [CustomersModule, MailingsModule, SesModule],
  controllers: [DeliveryController, ProgressController, EligibilityController],
  providers: [
    DeliveryService,
    DeliveryConditions,
    LinkTargets,
    DeliveryScheduler,
    DeliveryViews,
    AudienceEstimator,
    AudienceFilters,
    EligibilityChecker,
    HeldRecipients,
    ProgressStream,
    RecipientEraser,
  ],
  exports: [DeliveryService, AudienceFilters],
})
export class DeliveryModule {}
