import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from './aws-error.js';
import type { CallFault } from './faults.js';

/** An HTTP answer not yet written. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Pieces are streamed: for what is too long to be one string. */
  body: string | Buffer | Iterable<string>;
}

export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(value),
});

/** An error in the form of AWS's REST-JSON protocol, which the SDK turns into its typed exceptions. */
export function errorAnswer(error: AwsError): Answer {
  const answer = jsonAnswer({ message: error.message }, error.status);
  answer.headers['x-amzn-errortype'] = error.type;
  return answer;
}

export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  Readable.from(body).pipe(response);
}

/** Answers as the fault says; `run` is the call itself and happens only where the fault lets SES take it. */
export async function answerWithFault(
  response: ServerResponse,
  fault: CallFault,
  run: () => Answer | Promise<Answer>,
): Promise<void> {
  switch (fault.type) {
    case 'accept_then_reset':
      await run();
      return reset(response);
    case 'reset_before_accept':
      return reset(response);
    case 'truncate_200':
      return writeHalf(response, await run());
    case 'hang': {
      const answer = fault.accepted ? await run() : undefined;
      await sleep(fault.ms, undefined, { ref: false });
      return answer ? writeAnswer(response, answer) : reset(response);
    }
    case 'html_502':
      if (fault.accepted) await run();
      return writeAnswer(response, badGateway());
    case 'throttle':
      return writeAnswer(
        response,
        errorAnswer(new AwsError(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.')),
      );
    case 'http':
      return writeAnswer(response, errorAnswer(new AwsError(fault.status, fault.errorType, fault.message)));
    case 'slow':
      await sleep(fault.ms, undefined, { ref: false });
      return writeAnswer(response, await run());
  }
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Headers and half of the body, then the end of the connection. */
function writeHalf(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from([...body].join(''));
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}

const badGateway = (): Answer => ({
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
});
