import { ConsentRecord } from './customers/consent-record.entity.js';
import { CustomerDeletionDay } from './customers/customer-deletion-day.entity.js';
import { CustomerError } from './customers/customer-error.entity.js';
import { CustomerField } from './customers/customer-field.entity.js';
import { CustomerMonth } from './customers/customer-month.entity.js';
import { CustomerTally } from './customers/customer-tally.entity.js';
import { Customer } from './customers/customer.entity.js';
import { DeletedAddressSample } from './customers/deleted-address-sample.entity.js';
import { Erasure } from './customers/erasure.entity.js';
import { FieldConversion } from './customers/field-conversion.entity.js';
import { OptOut } from './customers/opt-out.entity.js';
import { SuppressionLift } from './customers/suppression-lift.entity.js';
import { Segment } from './customers/segment.entity.js';
import { DeliveryBatch } from './delivery/delivery-batch.entity.js';
import { DeliveryContent } from './delivery/delivery-content.entity.js';
import { DeliveryLink } from './delivery/delivery-link.entity.js';
import { DeliveryRecipient } from './delivery/delivery-recipient.entity.js';
import { Delivery } from './delivery/delivery.entity.js';
import { EventPipeline } from './delivery/event-pipeline.entity.js';
import { SendAttempt } from './delivery/send-attempt.entity.js';
import { GroupMembershipChange } from './groups/group-membership-change.entity.js';
import { GroupMembership } from './groups/group-membership.entity.js';
import { Group } from './groups/group.entity.js';
import { StateAlignment } from './groups/state-alignment.entity.js';
import { ImportChunk } from './imports/import-chunk.entity.js';
import { ImportJob } from './imports/import-job.entity.js';
import { ImportRehearsal } from './imports/import-rehearsal.entity.js';
import { ImportUndo } from './imports/import-undo.entity.js';
import { Mailing } from './mailings/mailing.entity.js';
import { Notice } from './settings/notice.entity.js';
import { SenderAddress } from './settings/sender-address.entity.js';
import { Setting } from './settings/setting.entity.js';
import { BreakerTrip } from './tracking/breaker-trip.entity.js';
import { HighErrorNotice } from './tracking/high-error-notice.entity.js';
import { LinkClickTotal } from './tracking/link-click-total.entity.js';
import { SesNotification } from './tracking/ses-notification.entity.js';
import { TrackingEvent } from './tracking/tracking-event.entity.js';
import { LoginAttempt } from './users/login-attempt.entity.js';
import { Role } from './users/role.entity.js';
import { Session } from './users/session.entity.js';
import { SetupToken } from './users/setup-token.entity.js';
import { User } from './users/user.entity.js';

/** Every table that TypeORM knows; both roles load the same list. */
export const ENTITIES = [
  Role,
  User,
  Session,
  LoginAttempt,
  SetupToken,
  SenderAddress,
  Setting,
  Notice,
  CustomerField,
  FieldConversion,
  Customer,
  Segment,
  CustomerError,
  SuppressionLift,
  CustomerTally,
  CustomerMonth,
  OptOut,
  ConsentRecord,
  DeletedAddressSample,
  CustomerDeletionDay,
  Erasure,
  Group,
  GroupMembership,
  GroupMembershipChange,
  StateAlignment,
  ImportJob,
  ImportChunk,
  ImportRehearsal,
  ImportUndo,
  Mailing,
  Delivery,
  DeliveryContent,
  DeliveryLink,
  DeliveryBatch,
  DeliveryRecipient,
  SendAttempt,
  EventPipeline,
  SesNotification,
  TrackingEvent,
  BreakerTrip,
  HighErrorNotice,
  LinkClickTotal,
];
