import { ApiProperty } from '@nestjs/swagger';
import { EnumField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import { CONSENT_BASES, CONSENT_SOURCES, type ConsentBasis, type ConsentSource } from './consent.types.js';
import { TIMELINE_KINDS, TIMELINE_SECTIONS, type TimelineKind, type TimelineSection } from './timeline.types.js';
import type { TimelineRow } from './customer-timeline.queries.js';

export class TimelineQuery extends PageQuery {
  @EnumField(TIMELINE_SECTIONS, {
    optional: true,
    name: 'TimelineSection',
    description: 'only mails, changes of state, errors or consents',
  })
  only?: TimelineSection;
}

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

export class TimelineImport {
  @ApiProperty()
  id: string;

  @ApiProperty()
  fileName: string;
}

export class TimelineConsentResponse {
  @ApiProperty()
  purpose: string;

  @ApiProperty({ enum: CONSENT_BASES, enumName: 'ConsentBasis' })
  basis: ConsentBasis;

  @ApiProperty({ enum: CONSENT_SOURCES, enumName: 'ConsentSource' })
  source: ConsentSource;

  @ApiProperty()
  sourceLabel: string;
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

  @ApiProperty({ type: String, nullable: true, description: 'of mailed and error: the kind of error' })
  errorKind: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of clicked' })
  url: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of opened and clicked: human, proxy, mpp, prefetch, bot' })
  visitor: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of error: the words of the receiving server' })
  answer: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'of error: hard, soft; null: it does not count' })
  countsAs: string | null;

  @ApiProperty({ type: TimelineImport, nullable: true, description: 'the file it came by' })
  import: TimelineImport | null;

  @ApiProperty({ type: TimelineConsentResponse, nullable: true, description: 'of consented and consent-withdrawn' })
  consent: TimelineConsentResponse | null;
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
    answer: row.answer,
    countsAs: row.counts_as,
    import: row.import_id === null ? null : { id: row.import_id, fileName: row.file_name ?? '' },
    consent: row.consent,
  };
}
