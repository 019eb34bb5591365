import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { RateLimit } from '../platform/http/rate-limit.js';
import { LoginHistoryRetention } from './login-history-retention.js';
import { LoginHistoryController } from './login-history.controller.js';
import { SessionController } from './session.controller.js';
import { SessionGuard } from './session.guard.js';
import { SessionsService } from './sessions.service.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';
import { SignInService } from './sign-in.service.js';
import { UserAddresses } from './user-addresses.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

/** Accounts, sign-in, roles, sessions, login history. Open to every module. */
@Global()
@Module({
  controllers: [SetupController, SessionController, UsersController, LoginHistoryController],
  providers: [
    RateLimit,
    SessionsService,
    SignInService,
    SetupService,
    UsersService,
    LoginHistoryRetention,
    UserAddresses,
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [RateLimit, SessionsService, UsersService, UserAddresses],
})
export class UsersModule {}
