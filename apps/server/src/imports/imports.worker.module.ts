import { Module } from '@nestjs/common';
import { CustomerUpsertService } from '../customers/customer-upsert.service.js';
import { CustomersModule } from '../customers/customers.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { RowApplier } from './apply-rows.js';
import { CompletionMail } from './completion-mail.js';
import { ImportRehearser } from './import-rehearser.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweeper } from './import-sweeper.js';
import { ImportUndoer } from './import-undoer.js';
import { ImportsProcessor } from './imports.processor.js';
import { NewCustomerNotes } from './new-customer-notes.js';

/** What runs, rehearses and undoes imports; only the worker role loads it. */
@Module({
  imports: [CustomersModule, GroupsModule, SettingsModule],
  providers: [
    CustomerUpsertService,
    RowApplier,
    NewCustomerNotes,
    CompletionMail,
    ImportRunner,
    ImportRehearser,
    ImportUndoer,
    ImportSweeper,
    ImportsProcessor,
  ],
})
export class ImportsWorkerModule {}
