import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, IdField, TextField } from '../platform/http/fields.js';
import { KEPT_GROUNDS, type KeptGround } from './eraser.types.js';
import type { ErasureRow } from './erasures.queries.js';

/** The longest address text worth looking at. */
const MAX_EMAIL_INPUT = 400;

export class ErasureRequest {
  @TextField({ min: 1, max: MAX_EMAIL_INPUT, description: 'the address, typed as a confirmation' })
  email: string;

  @IdField({ optional: true, description: 'the customer meant; left out: whoever has or had the address' })
  customerId?: string;

  @TextField({
    optional: true,
    max: 500,
    description: 'who asked, when and how; stands in the proof without the address',
  })
  note?: string;

  @BooleanField({ optional: true, description: 'note the refusal of all mail as a hash (J-36); default: true' })
  refuseMail?: boolean;

  @BooleanField({
    optional: true,
    description:
      'remove uploaded files that contain the address at once, with the results of their other rows; default: false, they go by themselves',
  })
  removeImportFiles?: boolean;
}

export class ErasureLookUpRequest {
  @TextField({ min: 1, max: MAX_EMAIL_INPUT })
  email: string;
}

/** Something that was erased, and how much of it. */
export class ErasedCount {
  @ApiProperty({ example: 'recipients' })
  kind: string;

  @ApiProperty({ type: 'integer' })
  count: number;
}

/** Something that stays, why and until when. */
export class KeptResponse {
  @ApiProperty({ enum: KEPT_GROUNDS, enumName: 'KeptGround' })
  ground: KeptGround;

  @ApiProperty({ type: 'integer' })
  count: number;

  @ApiProperty({ type: String, nullable: true, description: 'its name, e.g. of a file' })
  label: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: as long as the ground lasts' })
  until: string | null;
}

/** A table in which the address was still found when everything was done. */
export class LeftoverResponse {
  @ApiProperty()
  table: string;

  @ApiProperty({ type: 'integer' })
  count: number;
}

/** An erasure, and when it is finished its proof. It holds no address: the hash tells whose it is to whoever knows it. */
export class ErasureResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ description: 'keyed hash of the address, hexadecimal' })
  addressHash: string;

  @ApiProperty({ type: [String], description: 'numbers of the customer records of the address' })
  customerIds: string[];

  @ApiProperty()
  refuseMail: boolean;

  @ApiProperty()
  removeImportFiles: boolean;

  @ApiProperty()
  note: string;

  @ApiProperty({ type: String, nullable: true })
  requestedByName: string | null;

  @ApiProperty({ format: 'date-time' })
  requestedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while it is under way' })
  finishedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what is being done now' })
  step: string | null;

  @ApiProperty({ type: [ErasedCount] })
  erased: ErasedCount[];

  @ApiProperty({ type: [KeptResponse] })
  kept: KeptResponse[];

  @ApiProperty({ type: [LeftoverResponse], description: 'where the last look still found the address; empty: nowhere' })
  leftovers: LeftoverResponse[];

  @ApiProperty({ type: [String], description: 'tables too large for the last look: left to what erased from them' })
  unsearchedTables: string[];
}

export class ErasureLookUpResponse {
  @ApiProperty({ type: String, nullable: true, description: 'the customer with this address, if there is one now' })
  customerId: string | null;

  @ApiProperty({ type: [ErasureResponse], description: 'newest first' })
  items: ErasureResponse[];
}

export function toErasureResponse(row: ErasureRow): ErasureResponse {
  return {
    id: row.id,
    addressHash: row.address_hash.toString('hex'),
    customerIds: [...row.customer_ids],
    refuseMail: row.refuse_mail,
    removeImportFiles: row.remove_import_files,
    note: row.note,
    requestedByName: row.requested_by_name,
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    step: row.step,
    erased: Object.entries(row.counts).map(([kind, count]) => ({ kind, count })),
    kept: row.kept.map(({ ground, count, label, until }) => ({ ground, count, label: label ?? null, until })),
    leftovers: Object.entries(row.leftovers).map(([table, count]) => ({ table, count })),
    unsearchedTables: [...row.unsearched_tables],
  };
}
