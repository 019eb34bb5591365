import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../users/requires.decorator.js';
import {
  ChangeNoticeSettingsRequest,
  NoticeListResponse,
  NoticeSettingsResponse,
  toNoticeResponse,
  toNoticeSettingsResponse,
} from './notices.dto.js';
import { NoticesService } from './notices.service.js';

/** Mails of the system to operators: who gets them, and what has been sent. */
@ApiTags('settings')
@Controller('api/settings/notices')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Get()
  @Requires('setting.manage')
  @ApiOkResponse({ type: NoticeSettingsResponse })
  async show(): Promise<NoticeSettingsResponse> {
    return toNoticeSettingsResponse(await this.notices.noticeSettings());
  }

  @Patch()
  @Requires('setting.manage')
  @ApiOkResponse({ type: NoticeSettingsResponse })
  async change(@Body() body: ChangeNoticeSettingsRequest): Promise<NoticeSettingsResponse> {
    return toNoticeSettingsResponse(await this.notices.change(body));
  }

  /** The latest notices with what became of them, newest first. */
  @Get('latest')
  @Requires('setting.manage')
  @ApiOkResponse({ type: NoticeListResponse })
  async latest(): Promise<NoticeListResponse> {
    return { items: (await this.notices.latest()).map(toNoticeResponse) };
  }

  /** Sends a notice that says nothing but that notices arrive, to everybody who gets them. */
  @Post('test')
  @Requires('setting.manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  sendTest(): Promise<void> {
    return this.notices.sendTest();
  }
}
