import { Module } from '@nestjs/common';
import { SesModule } from '../platform/ses/ses.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { MailingChecks } from './mailing-checks.js';
import { MailingFreezer } from './mailing-freezer.service.js';
import { MailingPreview } from './mailing-preview.js';
import { MailingTestSender } from './mailing-test-sender.js';
import { MailingsController } from './mailings.controller.js';
import { MailingsService } from './mailings.service.js';
import { MergeTagsService } from './merge-tags.service.js';

@Module({
  imports: [SesModule, SettingsModule],
  controllers: [MailingsController],
  providers: [MailingsService, MailingFreezer, MailingPreview, MailingChecks, MailingTestSender, MergeTagsService],
  exports: [MailingsService, MailingFreezer],
})
export class MailingsModule {}
