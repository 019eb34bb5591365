import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { originOf } from './session-cookie.js';
import type { RequestOrigin } from './sessions.service.js';

/** Parameter of a controller method: address and browser of the request. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): RequestOrigin => {
  return originOf(context.switchToHttp().getRequest<Request>());
});
