import { Module, type DynamicModule } from '@nestjs/common';
import { CustomersModule } from './customers/customers.module.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { DemoModule } from './demo/demo.module.js';
import { FormsModule } from './forms/forms.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { HistoryModule } from './history/history.module.js';
import { HomeModule } from './home/home.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { MailingsModule } from './mailings/mailings.module.js';
import type { Clock } from './platform/clock.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { Env } from './platform/config/env.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { RawRoutesModule } from './platform/http/raw-routes.js';
import { loggingModule } from './platform/logging/logging.module.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { SharedMemoryModule } from './platform/redis.js';
import { StorageModule } from './platform/storage/storage.js';
import { ReportsModule } from './reports/reports.module.js';
import { SearchModule } from './search/search.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { TrackingModule } from './tracking/tracking.module.js';
import { UsersModule } from './users/users.module.js';

/** What both roles share: mechanisms, and every module without its job handlers. */
@Module({})
export class AppModule {
  static with(env: Env, role: 'api' | 'worker', clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(env, clock),
        loggingModule(env, role),
        DatabaseModule,
        SharedMemoryModule,
        QueueModule,
        StorageModule,
        RawRoutesModule,
        UsersModule,
        SettingsModule,
        CustomersModule,
        GroupsModule,
        MailingsModule,
        DeliveryModule,
        TrackingModule,
        FormsModule,
        ImportsModule,
        HistoryModule,
        ReportsModule,
        HomeModule,
        SearchModule,
        DemoModule,
      ],
    };
  }
}
