import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { ImportEraser } from './import-eraser.js';
import { ImportPreview } from './import-preview.js';
import { ImportRehearsals } from './import-rehearsals.js';
import { ImportSettingsReader } from './import-settings-reader.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { ResultCsv } from './result-csv.js';

/** Bulk operations by CSV (一括登録・削除・状態変更): upload, mapping, rehearsal, results, undo. */
@Module({
  imports: [CustomersModule],
  controllers: [ImportsController],
  providers: [ImportsService, ImportPreview, ImportSettingsReader, ImportRehearsals, ResultCsv, ImportEraser],
})
export class ImportsModule {}
