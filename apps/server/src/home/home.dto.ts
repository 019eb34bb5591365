import { ApiProperty } from '@nestjs/swagger';

const DELIVERY_STATES = ['scheduled', 'planning', 'sending', 'paused', 'sent', 'canceled', 'failed'] as const;

/** One delivery in a line; the counts are those of the last count, seconds old while it runs. */
export class HomeDelivery {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String })
  groupName: string;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryRunState' })
  state: (typeof DELIVERY_STATES)[number];

  @ApiProperty({ type: String, nullable: true, description: 'why the system paused or failed it' })
  holdReason: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  startsAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;

  @ApiProperty({ type: 'integer', description: 'people planned to be mailed' })
  recipientCount: number;

  @ApiProperty({ type: 'integer', description: 'recipients nothing more will be sent to' })
  doneCount: number;

  @ApiProperty({ type: 'integer', description: '配信成功数: accepted by SES and neither bounced nor rejected' })
  successCount: number;

  @ApiProperty({ type: 'integer', description: 'people who opened it; privacy proxies not counted' })
  openedCount: number;

  @ApiProperty({ type: 'integer', description: 'people who clicked in it' })
  clickedCount: number;

  @ApiProperty({ type: 'integer', description: 'in doubt until somebody decides' })
  heldCount: number;
}

/** What has been done already of the first steps of a new installation. */
export class FirstSteps {
  @ApiProperty({ type: Boolean, description: 'name, postal address and contact of the sender are set' })
  hasLegalSender: boolean;

  @ApiProperty({ type: Boolean })
  hasSenderAddress: boolean;

  @ApiProperty({ type: Boolean })
  hasCustomers: boolean;

  @ApiProperty({ type: Boolean })
  hasGroup: boolean;

  @ApiProperty({ type: Boolean })
  hasMailing: boolean;

  @ApiProperty({ type: Boolean })
  hasDelivery: boolean;
}

export class HomeSesAccount {
  @ApiProperty({ enum: ['sandbox', 'aws'], description: 'sandbox: the local stand-in, nothing leaves the machine' })
  mode: 'sandbox' | 'aws';

  @ApiProperty({ type: String, nullable: true, description: 'where the mails of the sandbox can be read' })
  inboxUrl: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'recipients per second; null: SES does not answer' })
  maxSendRate: number | null;

  @ApiProperty({ type: Number, nullable: true, description: '-1: unlimited' })
  max24HourSend: number | null;

  @ApiProperty({ type: Number, nullable: true })
  sentLast24Hours: number | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'false: SES only mails verified addresses' })
  productionAccess: boolean | null;

  @ApiProperty({ type: Boolean, nullable: true })
  sendingEnabled: boolean | null;
}

/** A delivery of which operators were told that many addresses ended in an error. */
export class HomeHighErrors {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: 'integer' })
  addressCount: number;

  @ApiProperty({ type: 'integer' })
  errorCount: number;
}

export class HomeResponse {
  @ApiProperty({ type: Boolean, description: 'there is no customer yet' })
  empty: boolean;

  @ApiProperty({ type: 'integer' })
  customerCount: number;

  @ApiProperty({ type: 'integer' })
  groupCount: number;

  @ApiProperty({ type: 'integer' })
  senderCount: number;

  @ApiProperty({ type: FirstSteps })
  firstSteps: FirstSteps;

  @ApiProperty({ type: [HomeDelivery], description: 'scheduled, running or paused, next first; at most ten' })
  currentDeliveries: HomeDelivery[];

  @ApiProperty({ type: [HomeDelivery], description: 'the last five that ended' })
  recentDeliveries: HomeDelivery[];

  @ApiProperty({
    type: [HomeHighErrors],
    description: 'deliveries of the last week with many errors (C-55), last first',
  })
  highErrorDeliveries: HomeHighErrors[];

  @ApiProperty({ type: HomeSesAccount })
  sesAccount: HomeSesAccount;
}
