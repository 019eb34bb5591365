import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../platform/http/id-param.js';
import { ApiPage, type Page } from '../platform/http/pagination.js';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { MailingChecks } from './mailing-checks.js';
import { MailingPreview } from './mailing-preview.js';
import { MailingTestSender } from './mailing-test-sender.js';
import {
  CreateMailingRequest,
  MailingCheckResponse,
  MailingListItem,
  MailingListQuery,
  MailingResponse,
  MergeTagResponse,
  PreviewRequest,
  PreviewResponse,
  TestSendRequest,
  TestSendResponse,
  UpdateMailingRequest,
} from './mailings.dto.js';
import { MailingsService } from './mailings.service.js';
import { MergeTagsService } from './merge-tags.service.js';

@ApiTags('mailings')
@Controller('api')
export class MailingsController {
  constructor(
    private readonly mailings: MailingsService,
    private readonly previews: MailingPreview,
    private readonly checks: MailingChecks,
    private readonly testSender: MailingTestSender,
    private readonly mergeTags: MergeTagsService,
  ) {}

  @Get('mailings')
  @Requires('mailing.read')
  @ApiPage(MailingListItem)
  list(@Query() query: MailingListQuery): Promise<Page<MailingListItem>> {
    return this.mailings.list(query);
  }

  @Post('mailings')
  @Requires('mailing.write')
  @ApiCreatedResponse({ type: MailingResponse })
  create(@Body() body: CreateMailingRequest, @CurrentUser() user: CurrentUserInfo): Promise<MailingResponse> {
    return this.mailings.create(body, user.id);
  }

  @Get('mailings/:id')
  @Requires('mailing.read')
  @ApiOkResponse({ type: MailingResponse })
  get(@IdParam('id', 'mailing') id: string): Promise<MailingResponse> {
    return this.mailings.get(id);
  }

  @Patch('mailings/:id')
  @Requires('mailing.write')
  @ApiOkResponse({ type: MailingResponse })
  update(@IdParam('id', 'mailing') id: string, @Body() body: UpdateMailingRequest): Promise<MailingResponse> {
    return this.mailings.update(id, body);
  }

  @Delete('mailings/:id')
  @HttpCode(204)
  @Requires('mailing.write')
  @ApiNoContentResponse()
  remove(@IdParam('id', 'mailing') id: string): Promise<void> {
    return this.mailings.remove(id);
  }

  @Post('mailings/:id/copy')
  @Requires('mailing.write')
  @ApiCreatedResponse({ type: MailingResponse })
  copy(@IdParam('id', 'mailing') id: string, @CurrentUser() user: CurrentUserInfo): Promise<MailingResponse> {
    return this.mailings.copy(id, user.id);
  }

  @Post('mailings/:id/preview')
  @HttpCode(200)
  @Requires('mailing.read')
  @ApiOkResponse({ type: PreviewResponse })
  preview(@IdParam('id', 'mailing') id: string, @Body() body: PreviewRequest): Promise<PreviewResponse> {
    return this.previews.preview(id, body);
  }

  @Get('mailings/:id/checks')
  @Requires('mailing.read')
  @ApiOkResponse({ type: MailingCheckResponse, isArray: true })
  check(@IdParam('id', 'mailing') id: string): Promise<MailingCheckResponse[]> {
    return this.checks.check(id);
  }

  @Post('mailings/:id/test-send')
  @HttpCode(200)
  @Requires('mailing.test-send')
  @ApiOkResponse({ type: TestSendResponse })
  testSend(@IdParam('id', 'mailing') id: string, @Body() body: TestSendRequest): Promise<TestSendResponse> {
    return this.testSender.send(id, body);
  }

  @Get('merge-tags')
  @Requires('mailing.read')
  @ApiOkResponse({ type: MergeTagResponse, isArray: true })
  listMergeTags(): Promise<MergeTagResponse[]> {
    return this.mergeTags.list();
  }
}
