import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from '../clock.js';
import { ENV, type Env } from './env.js';

/** The typed environment and the clock, for everybody. */
@Global()
@Module({})
export class ConfigModule {
  static with(env: Env, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: ENV, useValue: env },
        { provide: Clock, useValue: clock },
      ],
      exports: [ENV, Clock],
    };
  }
}
