import { Module } from '@nestjs/common';
import { SenderAddressesController } from './sender-addresses.controller.js';
import { SenderAddressesService } from './sender-addresses.service.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';

/** Account-wide switches and the From addresses. Open to every module. */
@Module({
  controllers: [SettingsController, SenderAddressesController],
  providers: [SettingsService, SenderAddressesService],
  exports: [SettingsService, SenderAddressesService],
})
export class SettingsModule {}
