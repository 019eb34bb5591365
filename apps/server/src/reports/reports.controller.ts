import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { RecordCountReports } from './record-counts.js';
import { RecordCountQuery, RecordCountReport } from './record-counts.dto.js';
import { DeliveryReport, OverviewQuery, ReportOverview } from './reports.dto.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller('api/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly records: RecordCountReports,
  ) {}

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

  /** 月別最大顧客レコード数. */
  @Get('record-counts')
  @Requires('report.read')
  @ApiOkResponse({ type: RecordCountReport })
  recordCounts(@Query() query: RecordCountQuery): Promise<RecordCountReport> {
    return this.records.report(query.months ?? 12);
  }

  @Get('record-counts.csv')
  @Requires('report.read')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async recordCountsCsv(
    @Query() query: RecordCountQuery,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.records.csv(query.months ?? 12, user.locale), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="record-counts.csv"',
    });
  }
}
