import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, PageQuery, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { QuickCountResponse } from './conditions.dto.js';
import { CreateSegmentRequest, SegmentResponse, toSegmentResponse, UpdateSegmentRequest } from './segments.dto.js';
import { SegmentsService } from './segments.service.js';

/** Conditions on customers under a name. */
@ApiTags('segments')
@Controller('api/segments')
export class SegmentsController {
  constructor(private readonly segments: SegmentsService) {}

  /** By name. */
  @Get()
  @Requires('customer.read')
  @ApiPage(SegmentResponse)
  async list(@Query() query: PageQuery): Promise<Page<SegmentResponse>> {
    const page = await this.segments.page(query.cursor, query.limit ?? 100);
    return { items: page.items.map(toSegmentResponse), nextCursor: page.nextCursor };
  }

  @Post()
  @Requires('segment.manage')
  @ApiCreatedResponse({ type: SegmentResponse })
  async create(@Body() body: CreateSegmentRequest, @CurrentUser() user: CurrentUserInfo): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.create(body, user.id));
  }

  @Get(':id')
  @Requires('customer.read')
  @ApiOkResponse({ type: SegmentResponse })
  async get(@IdParam('id', 'segment') id: string): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.get(id));
  }

  /** How many customers are in it now. */
  @Get(':id/count')
  @Requires('customer.read')
  @ApiOkResponse({ type: QuickCountResponse })
  async count(@IdParam('id', 'segment') id: string): Promise<QuickCountResponse> {
    return { count: await this.segments.count(id) };
  }

  @Patch(':id')
  @Requires('segment.manage')
  @ApiOkResponse({ type: SegmentResponse })
  async update(@IdParam('id', 'segment') id: string, @Body() body: UpdateSegmentRequest): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.update(id, body));
  }

  @Post(':id/duplicate')
  @Requires('segment.manage')
  @ApiCreatedResponse({ type: SegmentResponse })
  async duplicate(
    @IdParam('id', 'segment') id: string,
    @CurrentUser() user: CurrentUserInfo,
  ): Promise<SegmentResponse> {
    return toSegmentResponse(await this.segments.duplicate(id, user.id));
  }

  /** Deliveries keep the conditions they took from it. */
  @Delete(':id')
  @Requires('segment.manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@IdParam('id', 'segment') id: string): Promise<void> {
    return this.segments.remove(id);
  }
}
