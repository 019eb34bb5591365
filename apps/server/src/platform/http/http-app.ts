import { createServer, type Server } from 'node:http';
import { ValidationPipe, type INestApplication, type ValidationError } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import { invalid, type FieldError } from './app-error.js';
import { serveDashboard } from './dashboard.js';
import { refuseUnguardedRoutes } from './guarded-routes.js';
import { mountDocs } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { RawRoutes } from './raw-routes.js';

/** The API role as an HTTP server: raw routes first, then Express with Nest behind it. Not yet listening. */
export async function createHttpApp(module: Type | DynamicModule): Promise<{ app: INestApplication; server: Server }> {
  const instance = express();
  const app = await NestFactory.create<NestExpressApplication>(module, new ExpressAdapter(instance), {
    bufferLogs: true,
    bodyParser: false,
    abortOnError: false,
  });
  configureHttpApp(app);
  await app.init();
  refuseUnguardedRoutes(app);
  const raw = app.get(RawRoutes);
  const server = createServer((request, response) => {
    if (!raw.handle(request, response)) instance(request, response);
  });
  server.keepAliveTimeout = 65_000;
  return { app, server };
}

function configureHttpApp(app: NestExpressApplication): void {
  const env = app.get<Env>(ENV);
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...env.TRUSTED_PROXIES]);
  app.set('etag', false);
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'https:', env.PUBLIC_URL],
          connectSrc: ["'self'"],
          frameSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      hsts: env.DASHBOARD_URL.startsWith('https:') ? { maxAge: 31_536_000 } : false,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
  );
  app.use('/api', neverCache);
  app.use(cookieParser());
  app.useBodyParser('json', { limit: '2mb' });
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: (errors) => invalid(flatten(errors, '')),
    }),
  );
  app.useGlobalFilters(new ProblemFilter(app.get(Logger)));
  mountDocs(app);
  serveDashboard(app, env.WEB_ROOT);
  app.enableShutdownHooks();
}

/** What the API answers belongs to one session at one moment. */
function neverCache(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

/** class-validator's tree as a flat list of dotted paths; the code is the name of the broken rule. */
function flatten(errors: readonly ValidationError[], prefix: string): FieldError[] {
  return errors.flatMap((error) => {
    const field = `${prefix}${error.property}`;
    const own = Object.entries(error.constraints ?? {})
      .slice(0, 1)
      .map(([rule, message]) => ({ field, code: kebab(rule), message }));
    return [...own, ...flatten(error.children ?? [], `${field}.`)];
  });
}

const kebab = (text: string): string => text.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
