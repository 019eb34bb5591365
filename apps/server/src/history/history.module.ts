import { Module } from '@nestjs/common';
import { HistoryController } from './history.controller.js';
import { HistoryService } from './history.service.js';
import { RecipientsCsv } from './recipients-csv.js';

@Module({ controllers: [HistoryController], providers: [HistoryService, RecipientsCsv] })
export class HistoryModule {}
