import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';

/** Paths that belong to the API or to public pages, never to the dashboard. */
const SERVER_PATHS = /^\/(api|docs|docs-json|o|c|u|hooks|health)(\/|$)/;
/** How the build names compressed copies (tools/pack-assets.mjs); the smaller ones first. */
const PACKED = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;

/** Hands out the built dashboard: hashed assets for a year, every other path is the one page. */
export function serveDashboard(app: NestExpressApplication, webRoot: string): void {
  if (webRoot === '' || !existsSync(join(webRoot, 'index.html'))) return;
  const index = join(webRoot, 'index.html');
  app.use('/assets', serveAssets(join(webRoot, 'assets')));
  app.use(express.static(webRoot, { index: false, maxAge: '1h' }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' || SERVER_PATHS.test(request.path)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index);
  });
}

/** Assets as the build packed them, for a browser that takes them so. One that is gone is a 404, not the page. */
function serveAssets(folder: string): RequestHandler[] {
  const names = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const choosePacked: RequestHandler = (request, response, next) => {
    const copy = PACKED.find(
      ({ encoding, ending }) => names.has(request.path.slice(1) + ending) && request.acceptsEncodings(encoding),
    );
    if (copy) request.url = request.path + copy.ending;
    response.vary('Accept-Encoding');
    next();
  };
  const setHeaders = (response: Response, path: string): void => {
    const copy = PACKED.find(({ ending }) => path.endsWith(ending));
    if (!copy) return;
    response.setHeader('Content-Encoding', copy.encoding);
    response.type(extname(path.slice(0, -copy.ending.length)));
  };
  return [
    choosePacked,
    express.static(folder, { immutable: true, maxAge: '365d', index: false, setHeaders }),
    (_request, response) => void response.status(404).end(),
  ];
}
