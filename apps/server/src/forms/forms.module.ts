import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { LinksModule } from '../platform/links/link-tokens.js';
import { SettingsModule } from '../settings/settings.module.js';
import { OneClickController } from './one-click.controller.js';
import { UnsubscribePageController } from './unsubscribe-page.controller.js';
import { UnsubscribeService } from './unsubscribe.service.js';

/** Public pages that readers of mails act on: for now, unsubscribing. */
@Module({
  imports: [DeliveryModule, GroupsModule, LinksModule, SettingsModule],
  controllers: [UnsubscribePageController, OneClickController],
  providers: [UnsubscribeService],
})
export class FormsModule {}
