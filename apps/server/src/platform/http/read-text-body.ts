import type { IncomingMessage } from 'node:http';
import { AppError } from './app-error.js';

/** The request's body as UTF-8, whatever its content type says (SNS posts JSON as text/plain). 413 beyond `maxBytes`. */
export async function readTextBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new AppError(413, 'request-too-large', 'The request body is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
