import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Requires, type CurrentUserInfo } from '../users/requires.decorator.js';
import { StateSyncResponse, toStateSyncResponse } from './state-sync.dto.js';
import { StateSyncService } from './state-sync.service.js';

/** 配信状態の同期 (C-13). The switch itself is a setting: syncDeliveryStates. */
@ApiTags('settings')
@Controller('api/settings/state-sync')
export class StateSyncController {
  constructor(private readonly sync: StateSyncService) {}

  /** Whether states are synchronised, and how many customers have different states in different groups. */
  @Get()
  @Requires('setting.manage')
  @ApiOkResponse({ type: StateSyncResponse })
  async show(): Promise<StateSyncResponse> {
    return toStateSyncResponse(await this.sync.show());
  }

  /** Gives everybody with mixed states the most restrictive of them in all groups, in the background. */
  @Post('align')
  @Requires('setting.manage')
  @HttpCode(200)
  @ApiOkResponse({ type: StateSyncResponse })
  async align(@CurrentUser() user: CurrentUserInfo): Promise<StateSyncResponse> {
    return toStateSyncResponse(await this.sync.align(user.id));
  }
}
