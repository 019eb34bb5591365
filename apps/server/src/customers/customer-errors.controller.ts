import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, PageQuery, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import {
  AddressHealthResponse,
  CustomerErrorResponse,
  toAddressHealthResponse,
  toCustomerErrorResponse,
} from './customer-errors.dto.js';
import { CustomerErrors } from './customer-errors.service.js';
import { CustomerResponse, toCustomerResponse } from './customers.dto.js';
import { CustomersService } from './customers.service.js';

/** Delivery errors of one customer, and the way back from them. */
@ApiTags('customers')
@Controller('api/customers/:id')
export class CustomerErrorsController {
  constructor(
    private readonly errors: CustomerErrors,
    private readonly customers: CustomersService,
  ) {}

  /** Every delivery error with the server's answer, the last noted first. */
  @Get('errors')
  @Requires('customer.read')
  @ApiPage(CustomerErrorResponse)
  async listErrors(
    @IdParam('id', 'customer') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<CustomerErrorResponse>> {
    const page = await this.errors.page(id, query.cursor, query.limit ?? 50);
    return { items: page.items.map(toCustomerErrorResponse), nextCursor: page.nextCursor };
  }

  /** How the address stands: counts against their limits, and what SES has been asked. */
  @Get('address-health')
  @Requires('customer.read')
  @ApiOkResponse({ type: AddressHealthResponse })
  async addressHealth(@IdParam('id', 'customer') id: string): Promise<AddressHealthResponse> {
    return toAddressHealthResponse(await this.errors.health(id));
  }

  /**
   * Back to OK after an error, with the counts at zero; deliberately one customer at a time (C-15). The address is taken
   * off the suppression list of SES as well, which may take a moment: see address-health.
   */
  @Post('reset-status')
  @Requires('customer.write')
  @HttpCode(200)
  @ApiOkResponse({ type: CustomerResponse })
  async resetStatus(
    @IdParam('id', 'customer') id: string,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<CustomerResponse> {
    await this.errors.reset(id, user.id);
    return toCustomerResponse(await this.customers.get(id));
  }
}
