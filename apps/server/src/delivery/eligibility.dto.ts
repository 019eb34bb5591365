import { ApiProperty } from '@nestjs/swagger';
import { GROUP_COLOURS, STATE_CHANGE_ROUTES, type GroupColour, type StateChangeRoute } from '../groups/group.types.js';
import { IdField } from '../platform/http/fields.js';
import { ELIGIBILITY_REASONS, REMEDIES, type EligibilityReasonCode, type Remedy } from './eligibility-reasons.js';
import type { Eligibility } from './eligibility-checker.js';

export class EligibilityQuery {
  @IdField({ optional: true, description: 'only this group; left out: every group' })
  groupId?: string;

  @IdField({ optional: true, description: 'a scheduled delivery, whose group and conditions are meant' })
  deliveryId?: string;
}

export class EligibilityReason {
  @ApiProperty({ enum: ELIGIBILITY_REASONS, enumName: 'EligibilityReasonCode' })
  reason: EligibilityReasonCode;

  @ApiProperty({
    enum: REMEDIES,
    enumName: 'EligibilityRemedy',
    description: 'what could be done; needs-new-consent: only the person can',
  })
  remedy: Remedy;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  since: string | null;

  @ApiProperty({ enum: STATE_CHANGE_ROUTES, enumName: 'StateChangeRoute', nullable: true })
  via: StateChangeRoute | null;

  @ApiProperty({ type: String, nullable: true, description: 'the operator who did it' })
  userName: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'the delivery whose link was used' })
  deliveryId: string | null;

  @ApiProperty({ type: String, nullable: true })
  deliverySubject: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of customer_error: the kind of the last counted error' })
  errorKind: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of customer_error: the words of the receiving server' })
  answer: string | null;
}

export class EligibilityGroup {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ enum: GROUP_COLOURS, enumName: 'GroupColour' })
  colour: GroupColour;
}

export class EligibilityDelivery {
  @ApiProperty()
  id: string;

  @ApiProperty()
  subject: string;

  @ApiProperty({ format: 'date-time' })
  startsAt: string;

  @ApiProperty({ description: 'it has conditions of its own' })
  isFiltered: boolean;
}

/** Would this person get the next mail to the group? As of now: planning looks again (D-05). */
export class EligibilityResponse {
  @ApiProperty({ type: EligibilityGroup })
  group: EligibilityGroup;

  @ApiProperty()
  isMember: boolean;

  @ApiProperty({
    type: EligibilityDelivery,
    nullable: true,
    description: 'the delivery meant: the one asked for, else the next that is scheduled to the group',
  })
  delivery: EligibilityDelivery | null;

  @ApiProperty()
  receives: boolean;

  @ApiProperty({ type: [EligibilityReason], description: 'every reason that holds; empty when the mail would come' })
  reasons: EligibilityReason[];
}

export class EligibilityListResponse {
  @ApiProperty({ type: [EligibilityResponse], description: 'groups of the customer first' })
  items: EligibilityResponse[];
}

export function toEligibilityResponse({ row, delivery, reasons }: Eligibility): EligibilityResponse {
  return {
    group: { id: row.groupId, name: row.groupName, colour: row.groupColour },
    isMember: row.isMember,
    delivery: delivery && {
      id: delivery.id,
      subject: delivery.subject,
      startsAt: new Date(delivery.startsAt).toISOString(),
      isFiltered: delivery.filter !== null,
    },
    receives: reasons.length === 0,
    reasons: reasons.map((reason) => ({ ...reason, since: reason.since?.toISOString() ?? null })),
  };
}
