import { Module } from '@nestjs/common';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { ResultCsv } from './result-csv.js';

/** CSV registration (一括登録): upload, mapping, results. */
@Module({ controllers: [ImportsController], providers: [ImportsService, ResultCsv] })
export class ImportsModule {}
