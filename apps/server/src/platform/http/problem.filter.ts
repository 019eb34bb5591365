import { randomUUID } from 'node:crypto';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { AppError } from './app-error.js';

/** Every failed request leaves as application/problem+json (RFC 9457); what is not an AppError is logged once under an id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem = toProblem(error);
    if (error instanceof AppError)
      for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
    if (problem.status >= 500) {
      const instance = randomUUID();
      this.logger.error({ err: error, instance, path: request.path }, 'request failed');
      send(response, { ...problem, instance });
      return;
    }
    send(response, problem);
  }
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: AppError['errors'];
  readonly instance?: string;
}

function toProblem(error: unknown): Problem {
  if (error instanceof AppError)
    return { status: error.status, code: error.code, title: error.message, errors: error.errors };
  if (error instanceof HttpException)
    return { status: error.getStatus(), code: codeOfStatus(error.getStatus()), title: error.message, errors: [] };
  const status = statusOfBodyParser(error);
  if (status)
    return {
      status,
      code: codeOfStatus(status),
      title: status === 413 ? 'The request body is too large.' : 'The request body cannot be read.',
      errors: [],
    };
  return { status: 500, code: 'internal-error', title: 'Something went wrong on our side.', errors: [] };
}

/** body-parser throws plain errors that carry a 4xx status. */
function statusOfBodyParser(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || !('type' in error)) return null;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : null;
}

function codeOfStatus(status: number): string {
  const codes: Record<number, string> = {
    400: 'malformed-request',
    401: 'not-signed-in',
    403: 'not-permitted',
    404: 'not-found',
    405: 'method-not-allowed',
    413: 'request-too-large',
    415: 'media-type-not-supported',
    429: 'too-many-requests',
  };
  return codes[status] ?? (status >= 500 ? 'internal-error' : 'request-refused');
}

function send(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .setHeader('Content-Type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: `urn:kubari:problem:${problem.code}`, ...problem }));
}
