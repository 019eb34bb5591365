import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type Request, type Response, type NextFunction } from 'express';

/** Paths that belong to the API or to public pages, never to the dashboard. */
const SERVER_PATHS = /^\/(api|docs|docs-json|o|c|u|hooks|health)(\/|$)/;

/** Hands out the built dashboard: hashed assets for a year, every other path is the one page. */
export function serveDashboard(app: NestExpressApplication, webRoot: string): void {
  if (webRoot === '' || !existsSync(join(webRoot, 'index.html'))) return;
  const index = join(webRoot, 'index.html');
  app.use('/assets', express.static(join(webRoot, 'assets'), { immutable: true, maxAge: '365d', index: false }));
  app.use(express.static(webRoot, { index: false, maxAge: '1h' }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' || SERVER_PATHS.test(request.path)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index);
  });
}
