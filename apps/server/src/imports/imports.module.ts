import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { ImportEraser } from './import-eraser.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { ResultCsv } from './result-csv.js';

/** CSV registration (一括登録): upload, mapping, results. */
@Module({
  imports: [CustomersModule],
  controllers: [ImportsController],
  providers: [ImportsService, ResultCsv, ImportEraser],
})
export class ImportsModule {}
