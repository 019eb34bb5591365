import { SNSClient } from '@aws-sdk/client-sns';
import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { LinksModule } from '../platform/links/link-tokens.js';
import { createSnsClient } from './aws-clients.js';
import { EventEraser } from './event-eraser.js';
import { HitRecorder } from './hit-recorder.js';
import { HitRoutes } from './hit-routes.js';
import { LinkConditions } from './link-condition.js';
import { NotificationInbox } from './notification-inbox.js';
import { SesNotificationRoute } from './ses-notification-route.js';
import { fetchCertificate, fetchFromSandbox, SigningCertificates } from './sns-certificates.js';

/** What happens after acceptance: events of SES come in, opens and clicks are noted. */
@Module({
  imports: [CustomersModule, DeliveryModule, LinksModule],
  providers: [
    HitRecorder,
    EventEraser,
    HitRoutes,
    LinkConditions,
    NotificationInbox,
    SesNotificationRoute,
    { provide: SNSClient, inject: [ENV], useFactory: createSnsClient },
    { provide: SigningCertificates, inject: [ENV, Clock], useFactory: signingCertificates },
  ],
  exports: [NotificationInbox],
})
export class TrackingModule {}

/** Another origin than SNS's own is for the sandbox alone: readEnv refuses it with SES_MODE=aws, and so does this. */
export function signingCertificates(
  env: Pick<Env, 'SES_MODE' | 'SES_CERTIFICATE_ORIGIN'>,
  clock: Clock,
): SigningCertificates {
  const fromSandbox = env.SES_MODE === 'sandbox' && env.SES_CERTIFICATE_ORIGIN !== '';
  return new SigningCertificates(fromSandbox ? fetchFromSandbox(env.SES_CERTIFICATE_ORIGIN) : fetchCertificate, () =>
    clock.now(),
  );
}
