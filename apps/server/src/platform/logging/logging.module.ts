import { randomUUID } from 'node:crypto';
import { LoggerModule } from 'nestjs-pino';
import type { Options } from 'pino-http';
import type { Env } from '../config/env.js';
import { maskAddresses } from './mask.js';

/** pino logs with request ids; addresses, cookies and secrets never reach a log line. */
export function loggingModule(env: Pick<Env, 'LOG_LEVEL'>, role: 'api' | 'worker') {
  return LoggerModule.forRoot({ pinoHttp: logOptions(env, role) });
}

export function logOptions(env: Pick<Env, 'LOG_LEVEL'>, role: 'api' | 'worker'): Options {
  return {
    level: env.LOG_LEVEL,
    base: { role },
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'res.headers["set-cookie"]',
        'req.headers["x-csrf-token"]',
      ],
      remove: true,
    },
    genReqId: (request, response) => {
      const id = randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        url: maskAddresses(request.url.split('?')[0] ?? ''),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    // the whole line as it is written: messages, values, errors and their stacks
    hooks: { streamWrite: maskAddresses },
  };
}
