import { ApiProperty } from '@nestjs/swagger';
import { TIMELINE_KINDS, type TimelineKind } from './timeline.types.js';
import type { TimelineRow } from './customer-timeline.queries.js';

export class TimelineGroup {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'null once the group is deleted' })
  name: string | null;
}

export class TimelineDelivery {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
}

/** One thing that happened; what is null does not belong to the kind. */
export class TimelineEntryResponse {
  @ApiProperty({ description: 'unique within the timeline' })
  key: string;

  @ApiProperty({ enum: TIMELINE_KINDS, enumName: 'TimelineKind' })
  kind: TimelineKind;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: TimelineGroup, nullable: true })
  group: TimelineGroup | null;

  @ApiProperty({ type: TimelineDelivery, nullable: true })
  delivery: TimelineDelivery | null;

  @ApiProperty({ type: String, nullable: true, description: 'route of a registration, joining or change' })
  via: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'the user who did it' })
  userName: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of membership-changed' })
  fromState: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of membership-changed; null: removed from the group' })
  toState: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'of mailed: the recipient state now; of left-out: the reason',
  })
  result: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of mailed: the kind of error' })
  errorKind: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of clicked' })
  url: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of opened and clicked: human, proxy, mpp, prefetch, bot' })
  visitor: string | null;
}

export function toTimelineEntryResponse(row: TimelineRow): TimelineEntryResponse {
  return {
    key: row.key,
    kind: row.kind,
    at: row.at.toISOString(),
    group: row.group_id === null ? null : { id: row.group_id, name: row.group_name },
    delivery: row.delivery_id === null ? null : { id: row.delivery_id, subject: row.subject },
    via: row.via,
    userName: row.user_name,
    fromState: row.from_state,
    toState: row.to_state,
    result: row.result,
    errorKind: row.error_kind,
    url: row.url,
    visitor: row.visitor,
  };
}
