import { ApiProperty } from '@nestjs/swagger';
import { EmailField, EnumField, IdField, InstantField, TextField } from '../platform/http/fields.js';
import type { ConsentRow } from './consent-records.queries.js';
import { CONSENT_BASES, CONSENT_SOURCES, type ConsentBasis, type ConsentSource } from './consent.types.js';

const CSV_ENCODINGS = ['utf-8', 'cp932'] as const;

/** The ways in by which a caller may say that a consent came; csv is the imports' own. */
const GIVEN_SOURCES = ['screen', 'api', 'form'] as const;

/** A consent as a person or a program records it. */
export class ConsentRequest {
  @TextField({ min: 1, max: 200, description: 'what was agreed to, in words' })
  purpose: string;

  @EnumField(CONSENT_BASES, { name: 'ConsentBasis', description: 'on what the sender may mail (J-30)' })
  basis: ConsentBasis;

  @IdField({ optional: true, nullable: true, description: 'mail of this group; null: mail in general' })
  groupId?: string | null;

  @InstantField({ optional: true, description: 'when the person agreed; default: now' })
  obtainedAt?: string;

  @EnumField(GIVEN_SOURCES, {
    optional: true,
    description:
      'screen (default): an operator types it, and the address of this request is noted; api, form: a program passes on what it got, with ip and userAgent of the person',
  })
  source?: (typeof GIVEN_SOURCES)[number];

  @TextField({ optional: true, max: 200, description: 'the form with its version, or the document' })
  sourceLabel?: string;

  @TextField({ optional: true, max: 1000 })
  note?: string;

  @TextField({
    optional: true,
    max: 45,
    pattern: /^[0-9a-fA-F.:]*$/,
    description: 'of the person; only with api and form',
  })
  ip?: string;

  @TextField({ optional: true, max: 300, description: 'of the person; only with api and form' })
  userAgent?: string;
}

export class ConsentLookUpRequest {
  @EmailField({ description: 'an address, whether or not it is a customer now' })
  email: string;
}

export class ConsentCsvQuery {
  @EnumField(CSV_ENCODINGS, { optional: true, description: 'utf-8 comes with a BOM; cp932 is for older Excel' })
  encoding?: (typeof CSV_ENCODINGS)[number];
}

export class ConsentResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: mail in general' })
  groupId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'null for mail in general, and once the group is deleted' })
  groupName: string | null;

  @ApiProperty()
  purpose: string;

  @ApiProperty({ enum: CONSENT_BASES, enumName: 'ConsentBasis' })
  basis: ConsentBasis;

  @ApiProperty({ enum: CONSENT_SOURCES, enumName: 'ConsentSource' })
  source: ConsentSource;

  @ApiProperty({ description: 'the form with its version, or the file' })
  sourceLabel: string;

  @ApiProperty({ type: String, nullable: true, description: 'the import that brought it' })
  importId: string | null;

  @ApiProperty()
  note: string;

  @ApiProperty({ format: 'date-time' })
  obtainedAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'address of the request' })
  ip: string | null;

  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'the operator who recorded it' })
  userName: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when the person stopped the mail of its group, or an operator noted that they withdrew',
  })
  withdrawnAt: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'of somebody deleted: until when it is kept by rule (J-33)',
  })
  keptUntil: string | null;
}

export class ConsentListResponse {
  @ApiProperty({ type: [ConsentResponse], description: 'newest first; at most the newest 500' })
  items: ConsentResponse[];
}

export class ConsentLookUpResponse extends ConsentListResponse {
  @ApiProperty({ type: String, nullable: true, description: 'the customer with this address, if there is one now' })
  customerId: string | null;
}

export function toConsentResponse(row: ConsentRow): ConsentResponse {
  return {
    id: row.id,
    groupId: row.group_id,
    groupName: row.group_name,
    purpose: row.purpose,
    basis: row.basis,
    source: row.source,
    sourceLabel: row.source_label,
    importId: row.import_id,
    note: row.note,
    obtainedAt: row.obtained_at.toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
    userName: row.user_name,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    keptUntil: row.purge_after?.toISOString() ?? null,
  };
}
