import { Controller, Get, Module, Res, SetMetadata } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Database } from '../database/database.js';
import { SharedMemory } from '../redis.js';
import { ACCESS_METADATA } from './guarded-routes.js';

const UP_OR_DOWN = ['up', 'down'] as const;
type UpOrDown = (typeof UP_OR_DOWN)[number];

export class HealthResponse {
  @ApiProperty({ enum: ['ok', 'degraded', 'down'], description: 'degraded: works, but jobs start late' })
  status: 'ok' | 'degraded' | 'down';

  @ApiProperty({ enum: UP_OR_DOWN })
  database: UpOrDown;

  @ApiProperty({ enum: UP_OR_DOWN })
  redis: UpOrDown;
}

/** For load balancers and container health checks; tells nothing but up or down. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly memory: SharedMemory,
  ) {}

  /** 503 only without the database: everything but promptness of jobs works without Redis. */
  @Get()
  @SetMetadata(ACCESS_METADATA, 'public')
  @ApiOkResponse({ type: HealthResponse })
  @ApiServiceUnavailableResponse({ type: HealthResponse })
  async health(@Res({ passthrough: true }) response: Response): Promise<HealthResponse> {
    const [database, redis] = await Promise.all([
      answers(() => this.db.rows('select 1')),
      answers(() => this.memory.redis.ping()),
    ]);
    response.status(database === 'up' ? 200 : 503);
    return { status: database === 'down' ? 'down' : redis === 'down' ? 'degraded' : 'ok', database, redis };
  }
}

const ANSWER_WITHIN_MS = 2_000;

async function answers(ask: () => Promise<unknown>): Promise<UpOrDown> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<UpOrDown>((resolve) => {
    timer = setTimeout(() => resolve('down'), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([
      ask().then(
        () => 'up' as const,
        () => 'down' as const,
      ),
      silence,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

@Module({ controllers: [HealthController] })
export class HealthModule {}
