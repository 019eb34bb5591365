import { Body, Controller, Get, HttpCode, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { IdParam } from '../../platform/http/id-param.js';
import { ApiPage, type Page } from '../../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../../users/requires.decorator.js';
import {
  CreateCustomerExportRequest,
  CustomerExportListQuery,
  CustomerExportResponse,
} from './customer-exports.dto.js';
import { CustomerExports } from './customer-exports.js';

/** CSV files of customers (CSV出力): ordered, written in the background, handed out for a day. */
@ApiTags('customer-exports')
@Controller('api/customer-exports')
export class CustomerExportsController {
  constructor(private readonly exports: CustomerExports) {}

  /** Newest first, of everybody. */
  @Get()
  @Requires('customer.export')
  @ApiPage(CustomerExportResponse)
  list(@Query() query: CustomerExportListQuery): Promise<Page<CustomerExportResponse>> {
    return this.exports.page(query.cursor, query.limit ?? 50);
  }

  @Post()
  @Requires('customer.export')
  @ApiCreatedResponse({ type: CustomerExportResponse })
  order(
    @Body() body: CreateCustomerExportRequest,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<CustomerExportResponse> {
    return this.exports.order(body, user);
  }

  @Get(':id')
  @Requires('customer.export')
  @ApiOkResponse({ type: CustomerExportResponse })
  get(@IdParam('id', 'customer-export') id: string): Promise<CustomerExportResponse> {
    return this.exports.get(id);
  }

  @Post(':id/cancel')
  @Requires('customer.export')
  @HttpCode(200)
  @ApiOkResponse({ type: CustomerExportResponse })
  cancel(@IdParam('id', 'customer-export') id: string): Promise<CustomerExportResponse> {
    return this.exports.cancel(id);
  }

  /** The whole file, for 24 hours; who takes it is written down. */
  @Get(':id/file.csv')
  @Requires('customer.export')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @IdParam('id', 'customer-export') id: string,
    @CurrentUser() user: CurrentUserInfo,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const { stream, bytes, name, type } = await this.exports.file(id, user, request.ip ?? null);
    return new StreamableFile(stream, { type, length: bytes, disposition: `attachment; filename="${name}"` });
  }
}
