import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, PageQuery, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { AudienceEstimator } from './audience-estimator.js';
import { DeliveryViews } from './delivery-views.js';
import {
  CreateDeliveryRequest,
  DeliveryListQuery,
  DeliveryResponse,
  EstimateRequest,
  EstimateResponse,
  HeldDecisionRequest,
  HeldDecisionResponse,
  HeldRecipient,
  LatestDeliveriesQuery,
  LatestDelivery,
  RescheduleRequest,
} from './delivery.dto.js';
import { DeliveryScheduler } from './delivery-scheduler.js';
import { HeldRecipients } from './held-recipients.js';

@ApiTags('deliveries')
@Controller('api/deliveries')
export class DeliveryController {
  constructor(
    private readonly scheduler: DeliveryScheduler,
    private readonly views: DeliveryViews,
    private readonly estimator: AudienceEstimator,
    private readonly heldRecipients: HeldRecipients,
  ) {}

  @Post('estimate')
  @HttpCode(200)
  @Requires('delivery.read')
  @ApiOkResponse({ type: EstimateResponse })
  estimate(@Body() body: EstimateRequest): Promise<EstimateResponse> {
    return this.estimator.estimate(body);
  }

  @Get()
  @Requires('delivery.read')
  @ApiPage(DeliveryResponse)
  list(@Query() query: DeliveryListQuery): Promise<Page<DeliveryResponse>> {
    return this.views.list(query);
  }

  @Get('latest')
  @Requires('delivery.read')
  @ApiOkResponse({
    type: LatestDelivery,
    isArray: true,
    description: 'the latest delivery of each mailing that has one',
  })
  latest(@Query() query: LatestDeliveriesQuery): Promise<LatestDelivery[]> {
    return this.views.latestOf(query.mailingIds.split(','));
  }

  @Post()
  @Requires('delivery.run')
  @ApiCreatedResponse({ type: DeliveryResponse })
  async create(@Body() body: CreateDeliveryRequest, @CurrentUser() user: CurrentUserInfo): Promise<DeliveryResponse> {
    return this.views.get(await this.scheduler.schedule(body, user.id));
  }

  @Get(':id')
  @Requires('delivery.read')
  @ApiOkResponse({ type: DeliveryResponse })
  get(@IdParam('id', 'delivery') id: string): Promise<DeliveryResponse> {
    return this.views.get(id);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Requires('delivery.run')
  @ApiOkResponse({ type: DeliveryResponse })
  async pause(@IdParam('id', 'delivery') id: string): Promise<DeliveryResponse> {
    await this.scheduler.pause(id);
    return this.views.get(id);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Requires('delivery.run')
  @ApiOkResponse({ type: DeliveryResponse })
  async resume(@IdParam('id', 'delivery') id: string): Promise<DeliveryResponse> {
    await this.scheduler.resume(id);
    return this.views.get(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('delivery.run')
  @ApiOkResponse({ type: DeliveryResponse })
  async cancel(@IdParam('id', 'delivery') id: string): Promise<DeliveryResponse> {
    await this.scheduler.cancel(id);
    return this.views.get(id);
  }

  @Post(':id/reschedule')
  @HttpCode(200)
  @Requires('delivery.run')
  @ApiOkResponse({ type: DeliveryResponse })
  async reschedule(@IdParam('id', 'delivery') id: string, @Body() body: RescheduleRequest): Promise<DeliveryResponse> {
    await this.scheduler.reschedule(id, body.startsAt);
    return this.views.get(id);
  }

  @Get(':id/held')
  @Requires('delivery.read')
  @ApiPage(HeldRecipient)
  listHeld(@IdParam('id', 'delivery') id: string, @Query() query: PageQuery): Promise<Page<HeldRecipient>> {
    return this.heldRecipients.list(id, query);
  }

  @Post(':id/held')
  @HttpCode(200)
  @Requires('delivery.run')
  @ApiOkResponse({ type: HeldDecisionResponse, description: 'the same decision for everybody who is held' })
  async decideAllHeld(
    @IdParam('id', 'delivery') id: string,
    @Body() body: HeldDecisionRequest,
  ): Promise<HeldDecisionResponse> {
    return { decidedCount: await this.heldRecipients.decideAll(id, body.decision) };
  }

  @Post(':id/held/:recipientId')
  @HttpCode(200)
  @Requires('delivery.run')
  @ApiOkResponse({ type: HeldDecisionResponse })
  async decideHeld(
    @IdParam('id', 'delivery') id: string,
    @Param('recipientId', ParseUUIDPipe) recipientId: string,
    @Body() body: HeldDecisionRequest,
  ): Promise<HeldDecisionResponse> {
    return { decidedCount: await this.heldRecipients.decide(id, recipientId, body.decision) };
  }
}
