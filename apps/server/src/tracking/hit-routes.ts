import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LinkTokens, type DeliveryRecipient } from '@kubari/link-token';
import { PinoLogger } from 'nestjs-pino';
import { DeliveryService } from '../delivery/delivery.service.js';
import { Clock } from '../platform/clock.js';
import { RawRoutes } from '../platform/http/raw-routes.js';
import { sendGif, sendMethodNotAllowed, sendNotFound, sendRedirect, sendTryLater } from './hit-answers.js';
import { HeadRequests } from './head-requests.js';
import { HitRecorder } from './hit-recorder.js';
import type { Hit } from './hit.types.js';
import { callerAddress, truncatedAddress, type TrustsProxy } from './visitor-address.js';
import { visitorClass } from './visitor-class.js';

const MAX_USER_AGENT = 300;
/** Nobody waits longer for their page than this, whatever the database does. */
const WRITE_WITHIN_MS = 3_000;
const LINK_NO = /^[1-9]\d{0,3}$/;

/**
 * `/o/<token>.gif` and `/c/<token>/<link number>`: recorded first, answered then. Where a click leads comes from the
 * delivery's frozen links, never from the request (security.md 5). HEAD is answered alike, counts nothing and gives a
 * scanner away.
 */
@Injectable()
export class HitRoutes implements OnModuleInit {
  private trusts: TrustsProxy | undefined;
  private readonly heads = new HeadRequests();

  constructor(
    private readonly routes: RawRoutes,
    private readonly tokens: LinkTokens,
    private readonly delivery: DeliveryService,
    private readonly recorder: HitRecorder,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
    private readonly adapter: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.routes.add('/o/', (request, response, path) => this.guard(response, this.open(request, response, path)));
    this.routes.add('/c/', (request, response, path) => this.guard(response, this.click(request, response, path)));
  }

  private async open(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (!isReading(request)) return sendMethodNotAllowed(response);
    const recipient = path.endsWith('.gif') ? this.tokens.readOpen(path.slice(0, -4)) : null;
    if (!recipient) return sendNotFound(request, response);
    if (request.method === 'GET') await this.record(this.hitOf(request, 'opened', recipient, null));
    sendGif(response);
  }

  private async click(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (!isReading(request)) return sendMethodNotAllowed(response);
    const slash = path.indexOf('/');
    const recipient = this.tokens.readClick(slash < 0 ? '' : path.slice(0, slash));
    const number = path.slice(slash + 1);
    if (!recipient || !LINK_NO.test(number)) return sendNotFound(request, response);
    const linkNo = Number(number);
    const target = await this.targetOf(recipient, linkNo);
    if (target === undefined) return sendTryLater(response);
    if (target === null) return sendNotFound(request, response);
    const hit = this.hitOf(request, 'clicked', recipient, linkNo);
    if (request.method === 'GET') await this.record(this.heads.judge(hit));
    else this.heads.note(hit);
    sendRedirect(response, target);
  }

  /** Null: there is no such link; undefined: it cannot be looked up now. */
  private async targetOf(
    { deliveryId, recipientId }: DeliveryRecipient,
    linkNo: number,
  ): Promise<string | null | undefined> {
    try {
      const url = await this.delivery.linkTarget(deliveryId, linkNo, recipientId);
      return url === null || !URL.canParse(url) ? null : new URL(url).href;
    } catch (error) {
      this.logger.error({ err: error, deliveryId, linkNo }, 'a link cannot be looked up');
      return undefined;
    }
  }

  /** A person must reach the page: a hit that cannot be written in time is lost, and the log says so. */
  private async record(hit: Hit): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('not written in time')), WRITE_WITHIN_MS);
    });
    try {
      await Promise.race([this.recorder.record(hit), late]);
    } catch (error) {
      this.logger.error({ err: error, deliveryId: hit.deliveryId, kind: hit.kind, lost: 1 }, 'a hit may be lost');
    } finally {
      clearTimeout(timer);
    }
  }

  private hitOf(
    { headers, socket }: IncomingMessage,
    kind: Hit['kind'],
    { recipientId, deliveryId }: DeliveryRecipient,
    linkNo: number | null,
  ): Hit {
    // Node reads header bytes as Latin-1; NUL cannot occur, and half a surrogate pair neither.
    const userAgent = (headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT);
    const purpose = String(headers['sec-purpose'] ?? headers['purpose'] ?? headers['x-moz'] ?? '');
    const caller = callerAddress(socket.remoteAddress ?? '', forwardedFor(headers['x-forwarded-for']), this.proxies());
    const visitor = visitorClass({ kind, userAgent, purpose });
    return {
      kind,
      recipientId,
      deliveryId,
      linkNo,
      at: this.clock.now(),
      visitor,
      userAgent,
      ip: truncatedAddress(caller),
    };
  }

  /** What Express made of TRUSTED_PROXIES; it is set after the modules are made. */
  private proxies(): TrustsProxy {
    this.trusts ??= this.adapter.httpAdapter.getInstance<{ get(name: string): TrustsProxy }>().get('trust proxy fn');
    return this.trusts;
  }

  private guard(response: ServerResponse, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.logger.error({ err: error }, 'a hit failed');
      if (!response.headersSent) sendTryLater(response);
    });
  }
}

const isReading = (request: IncomingMessage): boolean => request.method === 'GET' || request.method === 'HEAD';

const forwardedFor = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(',') : header;
