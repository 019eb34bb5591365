import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerWithFault, errorAnswer, jsonAnswer, writeAnswer, type Answer } from './answer.js';
import { AwsError } from './aws-error.js';
import { answerControl } from './control-routes.js';
import { inboxPage } from './inbox-page.js';
import { parseObject } from './json.js';
import { acceptMail } from './send-email.js';
import { readSendRequest } from './send-request.js';
import { findSesOperation } from './ses-routes.js';
import { SignatureVerifier } from './sigv4.js';
import { answerSns, mayBeUnsigned, snsErrorAnswer } from './sns-routes.js';
import { answerSqs, sqsErrorAnswer } from './sqs-routes.js';
import type { World } from './world.js';

const MOST_BYTES = 64 * 1024 * 1024;
const SEND_EMAIL_PATH = '/v2/email/outbound-emails';
const NO_SUBJECT = { recipients: [], tags: {} };

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  target: string;
  path: string;
  query: URLSearchParams;
  body: Buffer;
}

/** Answers every request of the one listener: SES, SNS and SQS told apart by their shape, the control API and the inbox. */
export class Listener {
  private readonly verifier: SignatureVerifier;

  constructor(private readonly world: World) {
    this.verifier = new SignatureVerifier(world.settings);
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      if (size > MOST_BYTES)
        writeAnswer(response, errorAnswer(new AwsError(413, 'RequestEntityTooLarge', 'The request is too large.')));
      else this.dispatch(request, response, chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
  };

  private dispatch(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const target = request.url ?? '/';
    const method = request.method ?? 'GET';
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    const exchange: Exchange = {
      request,
      response,
      method,
      target,
      path,
      query: new URLSearchParams(mark < 0 ? '' : target.slice(mark)),
      body,
    };
    try {
      const done = this.route(exchange);
      if (done) done.catch((error: unknown) => fail(response, error));
    } catch (error) {
      fail(response, error);
    }
  }

  private route(exchange: Exchange): Promise<void> | undefined {
    const { path, method, request, query } = exchange;
    const sqsTarget = request.headers['x-amz-target'];
    if (path === SEND_EMAIL_PATH && method === 'POST') return this.sendEmail(exchange);
    if (path.startsWith('/v2/email/')) return this.ses(exchange);
    if (typeof sqsTarget === 'string' && sqsTarget.startsWith('AmazonSQS.'))
      return this.sqs(exchange, sqsTarget.slice('AmazonSQS.'.length));
    if (path.startsWith('/_sandbox/')) return this.control(exchange);
    if (path === this.world.signer.certificatePath) return this.certificate(exchange);
    if (path === '/' && (method === 'POST' || query.has('Action'))) return this.sns(exchange);
    if (path === '/' && method === 'GET')
      writeAnswer(exchange.response, inboxPage(request.headers['accept-language'] ?? ''));
    else throw new AwsError(404, 'UnknownOperationException', `There is nothing at ${path}`);
    return undefined;
  }

  private sendEmail(exchange: Exchange): Promise<void> | undefined {
    const { world } = this;
    let mail: ReturnType<typeof readSendRequest>;
    try {
      this.verify(exchange, 'ses');
      mail = readSendRequest(parseObject(exchange.body));
    } catch (error) {
      writeAnswer(exchange.response, this.errorOf('SendEmail', error));
      return undefined;
    }
    const sourceIp = exchange.request.socket.remoteAddress ?? '';
    const run = () => this.answered('SendEmail', () => jsonAnswer(acceptMail(world, mail, sourceIp)));
    const fault = world.faults.forCall('SendEmail', mail);
    if (fault) return answerWithFault(exchange.response, fault, run);
    writeAnswer(exchange.response, run());
    return undefined;
  }

  private async ses(exchange: Exchange): Promise<void> {
    const { response, method, path, query, body } = exchange;
    const { operation, run: runOperation } = findSesOperation(method, path);
    const run = () =>
      this.answered(operation, () => {
        this.verify(exchange, 'ses');
        return runOperation({ world: this.world, input: parseObject(body), query });
      });
    const fault = this.world.faults.forCall(operation, NO_SUBJECT);
    if (fault) return answerWithFault(response, fault, run);
    writeAnswer(response, run());
  }

  private async sqs(exchange: Exchange, operation: string): Promise<void> {
    const aborted = new AbortController();
    exchange.response.on('close', () => aborted.abort());
    const run = async () => {
      try {
        this.verify(exchange, 'sqs');
        return await answerSqs(this.world.sqs, operation, parseObject(exchange.body), aborted.signal);
      } catch (error) {
        return sqsErrorAnswer(asAwsError(error));
      }
    };
    const fault = this.world.faults.forCall(operation, NO_SUBJECT);
    if (fault) return answerWithFault(exchange.response, fault, run);
    writeAnswer(exchange.response, await run());
  }

  private async sns(exchange: Exchange): Promise<void> {
    const form = exchange.method === 'POST' ? new URLSearchParams(exchange.body.toString('utf8')) : exchange.query;
    const action = form.get('Action') ?? '';
    const run = () => {
      try {
        const signed = exchange.request.headers.authorization !== undefined;
        if (signed || !mayBeUnsigned(action)) this.verify(exchange, 'sns');
        return answerSns({ sns: this.world.sns, form, signed, now: this.world.settings.now() });
      } catch (error) {
        return snsErrorAnswer(asAwsError(error));
      }
    };
    const fault = this.world.faults.forCall(action, NO_SUBJECT);
    if (fault) return answerWithFault(exchange.response, fault, run);
    writeAnswer(exchange.response, run());
  }

  /** A page of another origin must not command the sandbox of somebody's machine. */
  private async control({ request, response, method, path, query, body }: Exchange): Promise<void> {
    const { origin, host } = request.headers;
    if (method !== 'GET' && origin !== undefined && origin !== `http://${host}`) {
      throw new AwsError(403, 'ForeignOrigin', 'The control API takes no calls from other origins.');
    }
    writeAnswer(response, await answerControl(method, path, { world: this.world, query, input: parseObject(body) }));
  }

  private async certificate({ response }: Exchange): Promise<void> {
    const body = await this.world.signer.certificate();
    writeAnswer(response, { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body });
  }

  private verify({ request, method, target, body }: Exchange, service: string): void {
    this.verifier.verify({ method, target, headers: request.headers, body }, service);
  }

  private answered(operation: string, run: () => Answer): Answer {
    try {
      return run();
    } catch (error) {
      return this.errorOf(operation, error);
    }
  }

  private errorOf(operation: string, error: unknown): Answer {
    const found = asAwsError(error);
    const name = `${operation} ${found.type}`;
    this.world.errors.set(name, (this.world.errors.get(name) ?? 0) + 1);
    return errorAnswer(found);
  }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return new AwsError(500, 'InternalServiceErrorException', 'The sandbox failed at this request; see its log.');
}

function fail(response: ServerResponse, error: unknown): void {
  writeAnswer(response, errorAnswer(asAwsError(error)));
}
