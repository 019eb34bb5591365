import type { IncomingMessage, ServerResponse } from 'node:http';
import { Global, Injectable, Module } from '@nestjs/common';

/** Answers one request by itself, without Express. Always public. */
export type RawHandler = (request: IncomingMessage, response: ServerResponse, path: string) => void;

/**
 * Public routes on the hottest path (open pixel, click redirect), served before Express: its middleware would cost more
 * than the work itself. Only paths registered here bypass it, and none of them reads a cookie.
 */
@Injectable()
export class RawRoutes {
  private readonly routes: { prefix: string; handler: RawHandler }[] = [];

  /** `prefix` ends in a slash, e.g. `/c/`. */
  add(prefix: string, handler: RawHandler): void {
    this.routes.push({ prefix, handler });
  }

  /** True when a raw route took the request. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '/';
    for (const { prefix, handler } of this.routes) {
      if (!url.startsWith(prefix)) continue;
      const end = url.indexOf('?');
      handler(request, response, end < 0 ? url.slice(prefix.length) : url.slice(prefix.length, end));
      return true;
    }
    return false;
  }

  /** The registered prefixes, for the test that lists every public route. */
  prefixes(): readonly string[] {
    return this.routes.map((route) => route.prefix);
  }
}

@Global()
@Module({ providers: [RawRoutes], exports: [RawRoutes] })
export class RawRoutesModule {}
