import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../platform/http/id-param.js';
import { ApiPage, type Page } from '../../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../../users/requires.decorator.js';
import { BulkOperationListQuery, BulkOperationResponse, CreateBulkOperationRequest } from './bulk-operations.dto.js';
import { BulkOperations } from './bulk-operations.js';

/** Things done to many customers in the background (一括操作). Each kind needs a permission of its own besides. */
@ApiTags('bulk-operations')
@Controller('api/bulk-operations')
export class BulkOperationsController {
  constructor(private readonly operations: BulkOperations) {}

  /** Newest first. */
  @Get()
  @Requires('customer.read')
  @ApiPage(BulkOperationResponse)
  list(@Query() query: BulkOperationListQuery): Promise<Page<BulkOperationResponse>> {
    return this.operations.page(query.cursor, query.limit ?? 50);
  }

  /** Deleting needs customer.delete, everything about groups group.write. */
  @Post()
  @Requires('customer.read')
  @ApiCreatedResponse({ type: BulkOperationResponse })
  order(
    @Body() body: CreateBulkOperationRequest,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<BulkOperationResponse> {
    return this.operations.order(body, user);
  }

  @Get(':id')
  @Requires('customer.read')
  @ApiOkResponse({ type: BulkOperationResponse })
  get(@IdParam('id', 'bulk-operation') id: string): Promise<BulkOperationResponse> {
    return this.operations.get(id);
  }

  /** At its next batch; what is done stays done. Needs the permission of the kind. */
  @Post(':id/cancel')
  @Requires('customer.read')
  @HttpCode(200)
  @ApiOkResponse({ type: BulkOperationResponse })
  cancel(
    @IdParam('id', 'bulk-operation') id: string,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<BulkOperationResponse> {
    return this.operations.cancel(id, user);
  }
}
