import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { Requires } from '../users/requires.decorator.js';
import { DeliveryReport, OverviewQuery, ReportOverview } from './reports.dto.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller('api/reports')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Get('overview')
  @Requires('report.read')
  @ApiOkResponse({ type: ReportOverview })
  overview(@Query() query: OverviewQuery): Promise<ReportOverview> {
    return this.reports.overview(query);
  }

  @Get('deliveries/:deliveryId')
  @Requires('report.read')
  @ApiOkResponse({ type: DeliveryReport })
  delivery(@IdParam('deliveryId', 'delivery') deliveryId: string): Promise<DeliveryReport> {
    return this.reports.delivery(deliveryId);
  }
}
