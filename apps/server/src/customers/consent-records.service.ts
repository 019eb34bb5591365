import { Injectable } from '@nestjs/common';
import { rowsIn, type RunsIn } from '../platform/database/database.js';
import type { Consent } from './consent.types.js';

/** Records of consent (J-33). */
@Injectable()
export class ConsentRecords {
  /** Records the same consent for a set of customers, where the caller's transaction is. */
  async record(where: RunsIn, customerIds: readonly string[], consent: Consent): Promise<void> {
    if (customerIds.length === 0) return;
    await rowsIn(
      where,
      `insert into consent_record
         (customer_id, group_id, purpose, source, source_label, import_id, basis, note, obtained_at, ip, user_agent, user_id)
       select id, $2::bigint, $3, $4, $5, $6::bigint, $7, $8, $9::timestamptz, $10, $11, $12::bigint
         from unnest($1::bigint[]) as id`,
      [
        customerIds,
        consent.groupId,
        consent.purpose,
        consent.source,
        consent.sourceLabel,
        consent.importId ?? null,
        consent.basis,
        consent.note ?? '',
        consent.obtainedAt,
        consent.ip ?? null,
        consent.userAgent ?? null,
        consent.userId ?? null,
      ],
    );
  }
}
