import { Controller, Get, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import { SignedIn } from '../users/requires.decorator.js';
import { ProgressEvent } from './delivery.dto.js';
import { ProgressStream } from './progress-stream.js';

@ApiTags('progress')
@Controller('api/progress')
export class ProgressController {
  constructor(private readonly stream: ProgressStream) {}

  /** Server-sent events; every message is a whole ProgressEvent, sent when something changed. */
  @Get()
  @SignedIn()
  @ApiExtraModels(ProgressEvent)
  @ApiOkResponse({
    description: 'text/event-stream of ProgressEvent',
    content: { 'text/event-stream': { schema: { $ref: getSchemaPath(ProgressEvent) } } },
  })
  follow(@Res() response: Response): void {
    this.stream.follow(response);
  }
}
