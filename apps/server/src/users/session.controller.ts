import { Body, Controller, Delete, Get, HttpCode, Inject, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ENV, type Env } from '../platform/config/env.js';
import { CurrentUser, Public, SignedIn, type CurrentUserInfo, type SignedInRequest } from './requires.decorator.js';
import { clearSessionCookie, originOf, sessionTokenOf, setSessionCookie } from './session-cookie.js';
import {
  ChangeLocaleRequest,
  ChangePasswordRequest,
  SessionResponse,
  SignInRequest,
  toSessionResponse,
} from './session.dto.js';
import { FromDashboardGuard } from './session.guard.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { notSignedIn } from './users.errors.js';
import { UsersService } from './users.service.js';

/** Sign-in, sign-out, and what users change about themselves. */
@ApiTags('users')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: SessionResponse })
  async show(@Req() request: Request): Promise<SessionResponse> {
    return toSessionResponse(await this.sessions.find(sessionTokenOf(request, this.env)));
  }

  @Post()
  @Public()
  @UseGuards(FromDashboardGuard)
  @HttpCode(200)
  @ApiOkResponse({ type: SessionResponse })
  async signIn(
    @Body() body: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionResponse> {
    const old = await this.sessions.find(sessionTokenOf(request, this.env));
    const token = await this.signIns.signIn(body.email, body.password, originOf(request));
    if (old) await this.sessions.end(old.hash);
    setSessionCookie(response, this.env, token);
    return toSessionResponse(await this.sessions.find(token));
  }

  @Delete()
  @SignedIn()
  @HttpCode(204)
  @ApiNoContentResponse()
  async signOut(@Req() request: SignedInRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.end(hashOf(request));
    clearSessionCookie(response, this.env);
  }

  @Put('password')
  @SignedIn()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'every other session of the user has ended' })
  async changePassword(
    @CurrentUser() user: CurrentUserInfo,
    @Req() request: SignedInRequest,
    @Body() body: ChangePasswordRequest,
  ): Promise<void> {
    const passwords = { current: body.currentPassword, next: body.newPassword };
    await this.users.changeOwnPassword(user.id, hashOf(request), passwords);
  }

  @Patch('locale')
  @SignedIn()
  @HttpCode(204)
  @ApiNoContentResponse()
  async changeLocale(@CurrentUser() user: CurrentUserInfo, @Body() body: ChangeLocaleRequest): Promise<void> {
    await this.users.changeOwnLocale(user.id, body.locale);
  }
}

function hashOf(request: SignedInRequest): Buffer {
  if (!request.sessionHash) throw notSignedIn();
  return request.sessionHash;
}
