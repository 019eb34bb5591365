import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Requires, SignedIn } from '../users/requires.decorator.js';
import { ChangeSettingsRequest, SettingsResponse, toSettingsResponse } from './settings.dto.js';
import { SettingsService } from './settings.service.js';

/** What holds for the whole installation (基本設定). */
@ApiTags('settings')
@Controller('api/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @SignedIn()
  @ApiOkResponse({ type: SettingsResponse })
  async show(): Promise<SettingsResponse> {
    return toSettingsResponse(await this.settings.read());
  }

  @Patch()
  @Requires('setting.manage')
  @ApiOkResponse({ type: SettingsResponse })
  async change(@Body() body: ChangeSettingsRequest): Promise<SettingsResponse> {
    return toSettingsResponse(await this.settings.change(body));
  }
}
