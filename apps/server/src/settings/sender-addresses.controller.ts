import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, decodeIdCursor, PageQuery, toPage, type Page } from '../platform/http/pagination.js';
import { Requires } from '../users/requires.decorator.js';
import {
  ChangeSenderAddressRequest,
  CreateSenderAddressRequest,
  SenderAddressResponse,
  toSenderAddressResponse,
} from './sender-addresses.dto.js';
import { SenderAddressesService } from './sender-addresses.service.js';

/** From addresses: everybody who composes reads them, few change them. */
@ApiTags('settings')
@Controller('api/sender-addresses')
export class SenderAddressesController {
  constructor(private readonly senders: SenderAddressesService) {}

  @Get()
  @Requires('mailing.read')
  @ApiPage(SenderAddressResponse)
  async list(@Query() { cursor, limit = 50 }: PageQuery): Promise<Page<SenderAddressResponse>> {
    const rows = await this.senders.list(decodeIdCursor(cursor), limit + 1);
    return toPage(rows, limit, toSenderAddressResponse, (row) => [row.id]);
  }

  @Post()
  @Requires('sender.manage')
  @ApiCreatedResponse({ type: SenderAddressResponse })
  async create(@Body() body: CreateSenderAddressRequest): Promise<SenderAddressResponse> {
    return toSenderAddressResponse(await this.senders.create(body));
  }

  @Patch(':id')
  @Requires('sender.manage')
  @ApiOkResponse({ type: SenderAddressResponse })
  async change(
    @IdParam('id', 'sender-address') id: string,
    @Body() body: ChangeSenderAddressRequest,
  ): Promise<SenderAddressResponse> {
    return toSenderAddressResponse(await this.senders.change(id, body));
  }

  @Delete(':id')
  @Requires('sender.manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@IdParam('id', 'sender-address') id: string): Promise<void> {
    await this.senders.remove(id);
  }
}
