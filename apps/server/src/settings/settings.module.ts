import { Module } from '@nestjs/common';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';
import { SenderAddressesController } from './sender-addresses.controller.js';
import { SenderAddressesService } from './sender-addresses.service.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';

/** Account-wide switches, the From addresses and notices by mail. Open to every module. */
@Module({
  controllers: [SettingsController, NoticesController, SenderAddressesController],
  providers: [SettingsService, SenderAddressesService, NoticesService],
  exports: [SettingsService, SenderAddressesService, NoticesService],
})
export class SettingsModule {}
