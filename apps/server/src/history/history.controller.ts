import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import {
  HistoryCsvQuery,
  HistoryDetail,
  HistoryItem,
  HistoryQuery,
  HistoryRecipient,
  HistoryRecipientsQuery,
} from './history.dto.js';
import { HistoryService } from './history.service.js';
import { RecipientsCsv } from './recipients-csv.js';

/** 配信履歴: what was delivered, what came of it, and who stands behind each number. */
@ApiTags('history')
@Controller('api/history')
export class HistoryController {
  constructor(
    private readonly history: HistoryService,
    private readonly csv: RecipientsCsv,
  ) {}

  @Get()
  @Requires('history.read')
  @ApiPage(HistoryItem)
  list(@Query() query: HistoryQuery): Promise<Page<HistoryItem>> {
    return this.history.list(query);
  }

  @Get(':deliveryId')
  @Requires('history.read')
  @ApiOkResponse({ type: HistoryDetail })
  get(@IdParam('deliveryId', 'delivery') deliveryId: string): Promise<HistoryDetail> {
    return this.history.get(deliveryId);
  }

  @Get(':deliveryId/recipients')
  @Requires('history.read')
  @ApiPage(HistoryRecipient)
  recipients(
    @IdParam('deliveryId', 'delivery') deliveryId: string,
    @Query() query: HistoryRecipientsQuery,
  ): Promise<Page<HistoryRecipient>> {
    return this.history.recipients(deliveryId, query);
  }

  @Get(':deliveryId/recipients.csv')
  @Requires('history.export')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(
    @IdParam('deliveryId', 'delivery') deliveryId: string,
    @Query() query: HistoryCsvQuery,
    @CurrentUser() user: CurrentUserInfo,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const encoding = query.encoding ?? 'utf-8';
    const stream = await this.csv.stream({ deliveryId, query, encoding, locale: user.locale });
    response.setHeader('Cache-Control', 'no-store');
    return new StreamableFile(stream, {
      type: `text/csv; charset=${encoding === 'utf-8' ? 'utf-8' : 'Shift_JIS'}`,
      disposition: `attachment; filename="delivery-${deliveryId}-${query.result ?? 'all'}.csv"`,
    });
  }
}
