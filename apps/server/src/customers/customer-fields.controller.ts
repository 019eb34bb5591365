import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { Requires } from '../users/requires.decorator.js';
import {
  CreateCustomerFieldRequest,
  CustomerFieldListResponse,
  CustomerFieldResponse,
  OrderCustomerFieldsRequest,
  toCustomerFieldResponse,
  UpdateCustomerFieldRequest,
} from './customer-fields.dto.js';
import { CustomerFieldsService } from './customer-fields.service.js';

/** Custom fields of the customer database. */
@ApiTags('customers')
@Controller('api/customer-fields')
export class CustomerFieldsController {
  constructor(private readonly fields: CustomerFieldsService) {}

  @Get()
  @Requires('customer.read')
  @ApiOkResponse({ type: CustomerFieldListResponse })
  async list(): Promise<CustomerFieldListResponse> {
    return { items: (await this.fields.list()).map(toCustomerFieldResponse) };
  }

  @Post()
  @Requires('field.manage')
  @ApiCreatedResponse({ type: CustomerFieldResponse })
  async create(@Body() body: CreateCustomerFieldRequest): Promise<CustomerFieldResponse> {
    return toCustomerFieldResponse(await this.fields.create(body));
  }

  @Put('order')
  @Requires('field.manage')
  @ApiOkResponse({ type: CustomerFieldListResponse })
  async order(@Body() body: OrderCustomerFieldsRequest): Promise<CustomerFieldListResponse> {
    return { items: (await this.fields.order(body.fieldIds)).map(toCustomerFieldResponse) };
  }

  @Patch(':id')
  @Requires('field.manage')
  @ApiOkResponse({ type: CustomerFieldResponse })
  async update(
    @IdParam('id', 'customer-field') id: string,
    @Body() body: UpdateCustomerFieldRequest,
  ): Promise<CustomerFieldResponse> {
    return toCustomerFieldResponse(await this.fields.update(id, body));
  }

  /** Takes the field out of use; the values stay in the database. */
  @Delete(':id')
  @Requires('field.manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  retire(@IdParam('id', 'customer-field') id: string): Promise<void> {
    return this.fields.retire(id);
  }
}
