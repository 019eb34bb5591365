import { Injectable } from '@nestjs/common';
import type { DeliveryReport, OverviewQuery, ReportOverview } from './reports.dto.js';

@Injectable()
export class ReportsService {
  overview(_query: OverviewQuery): Promise<ReportOverview> {
    throw new Error('not yet');
  }
  delivery(_deliveryId: string): Promise<DeliveryReport> {
    throw new Error('not yet');
  }
}
