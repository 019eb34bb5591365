import { Module } from '@nestjs/common';
import { MailingChecks } from './mailing-checks.js';
import { MailingPreview } from './mailing-preview.js';
import { MailingTestSender } from './mailing-test-sender.js';
import { MailingsController } from './mailings.controller.js';
import { MailingsService } from './mailings.service.js';
import { MergeTagsService } from './merge-tags.service.js';

@Module({
  controllers: [MailingsController],
  providers: [MailingsService, MailingPreview, MailingChecks, MailingTestSender, MergeTagsService],
  exports: [MailingsService],
})
export class MailingsModule {}
