import { Module } from '@nestjs/common';
import { RecordCountReports } from './record-counts.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';

@Module({ controllers: [ReportsController], providers: [ReportsService, RecordCountReports] })
export class ReportsModule {}
