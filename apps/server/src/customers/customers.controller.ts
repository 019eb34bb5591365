import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, CountResponse, type Page } from '../platform/http/pagination.js';
import { Origin } from '../users/request-origin.decorator.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerTimeline } from './customer-timeline.js';
import { TimelineEntryResponse, TimelineQuery } from './customer-timeline.dto.js';
import {
  CreateCustomerRequest,
  CustomerFilterQuery,
  CustomerListQuery,
  CustomerResponse,
  RecordCountResponse,
  StatusCountsResponse,
  toCustomerResponse,
  UpdateCustomerRequest,
} from './customers.dto.js';
import { CustomersService } from './customers.service.js';
import type { ConsentOrigin } from './read-consent-input.js';
import { RecordCount } from './record-count.service.js';

/** The customer database: list, search, one by one. */
@ApiTags('customers')
@Controller('api/customers')
export class CustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly search: CustomerSearchService,
    private readonly timeline: CustomerTimeline,
    private readonly records: RecordCount,
  ) {}

  /** Newest first. */
  @Get()
  @Requires('customer.read')
  @ApiPage(CustomerResponse)
  async list(@Query() query: CustomerListQuery): Promise<Page<CustomerResponse>> {
    const page = await this.customers.page(await this.search.read(query), query.cursor, query.limit ?? 50);
    return { items: page.items.map(toCustomerResponse), nextCursor: page.nextCursor };
  }

  @Get('count')
  @Requires('customer.read')
  @ApiOkResponse({ type: CountResponse })
  async count(@Query() query: CustomerFilterQuery): Promise<CountResponse> {
    return { count: await this.search.count(await this.search.read(query)) };
  }

  /** The numbers on the tabs of the list. */
  @Get('counts-by-status')
  @Requires('customer.read')
  @ApiOkResponse({ type: StatusCountsResponse })
  countsByStatus(): Promise<StatusCountsResponse> {
    return this.customers.countsByStatus();
  }

  @Post()
  @Requires('customer.write')
  @ApiCreatedResponse({ type: CustomerResponse })
  async create(
    @Body() { consent, ...input }: CreateCustomerRequest,
    @CurrentUser() user: CurrentUserInfo,
    @Origin() origin: Pick<ConsentOrigin, 'ip' | 'userAgent'>,
  ): Promise<CustomerResponse> {
    const given = consent && { consent, origin: { ...origin, userId: user.id } };
    return toCustomerResponse(await this.customers.create(input, given));
  }

  /** How many records there are, may be, and were at most this month (R-20, G-04). */
  @Get('record-count')
  @Requires('customer.read')
  @ApiOkResponse({ type: RecordCountResponse })
  recordCount(): Promise<RecordCountResponse> {
    return this.records.state();
  }

  @Get(':id')
  @Requires('customer.read')
  @ApiOkResponse({ type: CustomerResponse })
  async get(@IdParam('id', 'customer') id: string): Promise<CustomerResponse> {
    return toCustomerResponse(await this.customers.get(id));
  }

  @Patch(':id')
  @Requires('customer.write')
  @ApiOkResponse({ type: CustomerResponse })
  async update(@IdParam('id', 'customer') id: string, @Body() body: UpdateCustomerRequest): Promise<CustomerResponse> {
    return toCustomerResponse(await this.customers.update(id, body));
  }

  @Delete(':id')
  @Requires('customer.delete')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@IdParam('id', 'customer') id: string): Promise<void> {
    return this.customers.remove(id);
  }

  /** Everything that happened to the customer, newest first. */
  @Get(':id/timeline')
  @Requires('customer.read')
  @ApiPage(TimelineEntryResponse)
  getTimeline(
    @IdParam('id', 'customer') id: string,
    @Query() query: TimelineQuery,
  ): Promise<Page<TimelineEntryResponse>> {
    return this.timeline.page(id, query);
  }
}
