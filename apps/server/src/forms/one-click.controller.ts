import { Controller, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { readTextBody } from '../platform/http/read-text-body.js';
import { SettingsService } from '../settings/settings.service.js';
import { Public } from '../users/requires.decorator.js';
import { pageLocale, sendPublicPage } from './public-page.js';
import { unsubscribePage, type UnsubscribeView } from './unsubscribe-page.js';
import { UnsubscribeService } from './unsubscribe.service.js';
import { unsubscribeAction } from './unsubscribe-action.js';

const MAX_BODY_BYTES = 16_384;

/**
 * POST of an unsubscribe link: by a mail provider on the reader's behalf (RFC 8058), or by the button of our page. No
 * cookie, no CSRF token, no limit of rate; the link itself is the proof.
 */
@ApiExcludeController()
@Controller('u')
export class OneClickController {
  constructor(
    private readonly unsubscribes: UnsubscribeService,
    private readonly settings: SettingsService,
    private readonly logger: PinoLogger,
  ) {}

  @Post(':token')
  @Public()
  async act(
    @Param('token') token: string,
    @Headers('accept-language') language: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const body = await readTextBody(request, MAX_BODY_BYTES);
    const action = unsubscribeAction(request.headers['content-type'], body);
    if (action === 'one-click') return this.oneClick(token, response);
    const view = action === 'undo' ? await this.undone(token) : await this.stopped(token);
    sendPublicPage(response, 200, unsubscribePage(view, pageLocale(language), await this.settings.read()));
  }

  /** The same answer whatever the token is; only a failure of ours is told, so that the provider tries again. */
  private async oneClick(token: string, response: Response): Promise<void> {
    response.set({ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
    try {
      await this.unsubscribes.stop(token, 'one_click');
      response.status(200).send('OK\n');
    } catch (error) {
      this.logger.error({ err: error }, 'a one-click unsubscribe failed');
      response.status(503).set('Retry-After', '60').send('Try again later\n');
    }
  }

  private async stopped(token: string): Promise<UnsubscribeView> {
    const result = await this.unsubscribes.stop(token, 'unsubscribe_page');
    const subscription = await this.unsubscribes.look(token);
    if (!subscription || result === 'not-a-member') return { kind: 'not-registered' };
    return { kind: result, subscription, mayUndo: this.unsubscribes.mayUndo(subscription) };
  }

  private async undone(token: string): Promise<UnsubscribeView> {
    const resumed = await this.unsubscribes.undo(token);
    const subscription = await this.unsubscribes.look(token);
    if (!subscription || subscription.state === null) return { kind: 'not-registered' };
    if (resumed || subscription.state === 'active') return { kind: 'resumed', subscription };
    return { kind: 'already-stopped', subscription, mayUndo: false };
  }
}
