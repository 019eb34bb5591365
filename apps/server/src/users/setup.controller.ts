import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ENV, type Env } from '../platform/config/env.js';
import { Public } from './requires.decorator.js';
import { originOf, setSessionCookie } from './session-cookie.js';
import { SessionResponse, SetupRequest, SetupResponse, toSessionResponse } from './session.dto.js';
import { FromDashboardGuard } from './session.guard.js';
import { SessionsService } from './sessions.service.js';
import { SetupService } from './setup.service.js';

/** The first administrator of a new installation. */
@ApiTags('users')
@Controller('api/setup')
export class SetupController {
  constructor(
    private readonly setups: SetupService,
    private readonly sessions: SessionsService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: SetupResponse })
  async show(): Promise<SetupResponse> {
    return { needed: await this.setups.isNeeded() };
  }

  @Post()
  @Public()
  @UseGuards(FromDashboardGuard)
  @HttpCode(200)
  @ApiOkResponse({ type: SessionResponse })
  async setUp(
    @Body() body: SetupRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionResponse> {
    const token = await this.setups.setUp(body, originOf(request));
    setSessionCookie(response, this.env, token);
    return toSessionResponse(await this.sessions.find(token));
  }
}
