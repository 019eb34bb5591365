import { Module } from '@nestjs/common';
import { SesModule } from '../platform/ses/ses.module.js';
import { HomeController } from './home.controller.js';

@Module({ imports: [SesModule], controllers: [HomeController] })
export class HomeModule {}
