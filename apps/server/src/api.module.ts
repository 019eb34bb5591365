import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { Clock } from './platform/clock.js';
import type { Env } from './platform/config/env.js';
import { HealthModule } from './platform/http/health.controller.js';

/** The HTTP role: controllers, no job handlers. */
@Module({})
export class ApiModule {
  static with(env: Env, clock?: Clock): DynamicModule {
    return { module: ApiModule, imports: [DiscoveryModule, HealthModule, AppModule.with(env, 'api', clock)] };
  }
}
