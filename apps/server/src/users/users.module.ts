import { Global, Module } from '@nestjs/common';

/** Accounts, sign-in, roles, sessions, login history. Open to every module. */
@Global()
@Module({})
export class UsersModule {}
