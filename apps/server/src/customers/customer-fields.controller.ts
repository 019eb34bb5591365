import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { Requires } from '../users/requires.decorator.js';
import type { CustomerField } from './customer-field.entity.js';
import {
  CreateCustomerFieldRequest,
  CustomerFieldListResponse,
  CustomerFieldResponse,
  OrderCustomerFieldsRequest,
  toCustomerFieldResponse,
  UpdateCustomerFieldRequest,
} from './customer-fields.dto.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import {
  ChangeFieldTypeRequest,
  FieldTypePreviewResponse,
  FieldUsageResponse,
  PreviewFieldTypeRequest,
  RestoreCustomerFieldRequest,
  RetiredCustomerFieldListResponse,
  toFieldTypePreviewResponse,
  toRetiredResponse,
} from './field-type-changes.dto.js';
import { FieldTypeChanges } from './field-type-changes.service.js';

/** Custom fields of the customer database. */
@ApiTags('customers')
@Controller('api/customer-fields')
export class CustomerFieldsController {
  constructor(
    private readonly fields: CustomerFieldsService,
    private readonly types: FieldTypeChanges,
  ) {}

  @Get()
  @Requires('customer.read')
  @ApiOkResponse({ type: CustomerFieldListResponse })
  async list(): Promise<CustomerFieldListResponse> {
    return this.listed(await this.fields.list());
  }

  @Get('retired')
  @Requires('field.manage')
  @ApiOkResponse({ type: RetiredCustomerFieldListResponse })
  async listRetired(): Promise<RetiredCustomerFieldListResponse> {
    const conversions = await this.types.conversions();
    return { items: (await this.fields.listRetired()).map((field) => toRetiredResponse(field, conversions)) };
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
    return this.listed(await this.fields.order(body.fieldIds));
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

  /** How much depends on a field, in use or retired. */
  @Get(':id/usage')
  @Requires('field.manage')
  @ApiOkResponse({ type: FieldUsageResponse })
  usage(@IdParam('id', 'customer-field') id: string): Promise<FieldUsageResponse> {
    return this.fields.usage(id);
  }

  /** What another type or restriction would do to the values; changes nothing. */
  @Post(':id/type-preview')
  @Requires('field.manage')
  @HttpCode(200)
  @ApiOkResponse({ type: FieldTypePreviewResponse })
  async previewType(
    @IdParam('id', 'customer-field') id: string,
    @Body() body: PreviewFieldTypeRequest,
  ): Promise<FieldTypePreviewResponse> {
    return toFieldTypePreviewResponse(await this.types.preview(id, body));
  }

  /** Answers with the field that bears the name from now on; values are brought over in the background. */
  @Put(':id/type')
  @Requires('field.manage')
  @ApiOkResponse({ type: CustomerFieldResponse })
  async changeType(
    @IdParam('id', 'customer-field') id: string,
    @Body() body: ChangeFieldTypeRequest,
  ): Promise<CustomerFieldResponse> {
    const field = await this.types.change(id, body);
    return toCustomerFieldResponse(field, (await this.types.conversions()).get(field.id));
  }

  /** Takes the field out of use; the values stay in the database. */
  @Delete(':id')
  @Requires('field.manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  retire(@IdParam('id', 'customer-field') id: string): Promise<void> {
    return this.fields.retire(id);
  }

  /** Brings a retired field back with its values. */
  @Post(':id/restore')
  @Requires('field.manage')
  @HttpCode(200)
  @ApiOkResponse({ type: CustomerFieldResponse })
  async restore(
    @IdParam('id', 'customer-field') id: string,
    @Body() body: RestoreCustomerFieldRequest,
  ): Promise<CustomerFieldResponse> {
    return toCustomerFieldResponse(await this.fields.restore(id, body));
  }

  private async listed(fields: readonly CustomerField[]): Promise<CustomerFieldListResponse> {
    const conversions = await this.types.conversions();
    return { items: fields.map((field) => toCustomerFieldResponse(field, conversions.get(field.id))) };
  }
}
