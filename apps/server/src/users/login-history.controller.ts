import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { ApiPage, decodeIdCursor, toPage, type Page } from '../platform/http/pagination.js';
import { listAttempts } from './login-attempts.queries.js';
import { Requires } from './requires.decorator.js';
import { LoginAttemptResponse, LoginHistoryQuery, toLoginAttemptResponse } from './users.dto.js';

/** The page shows the past month; rows are kept for a year (product.md S-08). */
const SHOWN_MS = 31 * 24 * 3_600_000;

/** Every sign-in, successful or not (ログイン履歴). */
@ApiTags('users')
@Controller('api/login-history')
export class LoginHistoryController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('login-history.read')
  @ApiPage(LoginAttemptResponse)
  async list(@Query() { cursor, limit = 50, result }: LoginHistoryQuery): Promise<Page<LoginAttemptResponse>> {
    const rows = await listAttempts(this.db.manager, {
      beforeId: decodeIdCursor(cursor),
      since: new Date(this.clock.now().getTime() - SHOWN_MS),
      succeeded: result === undefined ? null : result === 'succeeded',
      limit: limit + 1,
    });
    return toPage(rows, limit, toLoginAttemptResponse, (row) => [row.id]);
  }
}
