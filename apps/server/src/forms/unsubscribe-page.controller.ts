import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { SettingsService } from '../settings/settings.service.js';
import { Public } from '../users/requires.decorator.js';
import { pageLocale, sendPublicPage } from './public-page.js';
import { unsubscribePage, type UnsubscribeView } from './unsubscribe-page.js';
import { UnsubscribeService } from './unsubscribe.service.js';

/** GET of an unsubscribe link only shows: scanners and previews open every link of a mail (F-18). */
@ApiExcludeController()
@Controller('u')
export class UnsubscribePageController {
  constructor(
    private readonly unsubscribes: UnsubscribeService,
    private readonly settings: SettingsService,
  ) {}

  @Get(':token')
  @Public()
  async show(
    @Param('token') token: string,
    @Headers('accept-language') language: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const view = await this.viewOf(token);
    const page = unsubscribePage(view, pageLocale(language), await this.settings.read());
    sendPublicPage(response, view.kind === 'not-registered' ? 404 : 200, page);
  }

  private async viewOf(token: string): Promise<UnsubscribeView> {
    const subscription = await this.unsubscribes.look(token);
    if (!subscription || subscription.state === null) return { kind: 'not-registered' };
    if (subscription.state === 'active') return { kind: 'ask', subscription };
    return { kind: 'already-stopped', subscription, mayUndo: this.unsubscribes.mayUndo(subscription) };
  }
}
