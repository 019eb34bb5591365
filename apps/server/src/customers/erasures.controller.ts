import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, PageQuery, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import {
  ErasureLookUpRequest,
  ErasureLookUpResponse,
  ErasureRequest,
  ErasureResponse,
  toErasureResponse,
} from './erasures.dto.js';
import { Erasures } from './erasures.service.js';

/** The right to be forgotten: erasing a person, with a proof. */
@ApiTags('erasures')
@Controller('api/erasures')
export class ErasuresController {
  constructor(private readonly erasures: Erasures) {}

  /** Newest first. */
  @Get()
  @Requires('customer.erase')
  @ApiPage(ErasureResponse)
  async list(@Query() query: PageQuery): Promise<Page<ErasureResponse>> {
    const page = await this.erasures.page(query.cursor, query.limit ?? 50);
    return { items: page.items.map(toErasureResponse), nextCursor: page.nextCursor };
  }

  /** Cannot be undone. The worker does it; GET says how far it is. */
  @Post()
  @Requires('customer.erase')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: ErasureResponse })
  async request(@Body() body: ErasureRequest, @CurrentUser() user: CurrentUserInfo): Promise<ErasureResponse> {
    return toErasureResponse(await this.erasures.request(body, user.id));
  }

  /** Was this address erased? The address travels in the body, not in the URL. */
  @Post('look-up')
  @Requires('customer.erase')
  @HttpCode(200)
  @ApiOkResponse({ type: ErasureLookUpResponse })
  async lookUp(@Body() { email }: ErasureLookUpRequest): Promise<ErasureLookUpResponse> {
    const { customerId, rows } = await this.erasures.lookUp(email);
    return { customerId, items: rows.map(toErasureResponse) };
  }

  /** The proof, or how far the erasure is. */
  @Get(':id')
  @Requires('customer.erase')
  @ApiOkResponse({ type: ErasureResponse })
  async get(@IdParam('id', 'erasure') id: string): Promise<ErasureResponse> {
    return toErasureResponse(await this.erasures.get(id));
  }
}
