import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { NoticeLocale } from './notice.types.js';
import { Database, rowsIn, rowsOf, type RunsIn } from '../platform/database/database.js';

/** Account-wide switches with what they are until somebody sets them. The first three are the legal sender block (特定電子メール法 第4条). */
const DEFAULTS = {
  /** who sends: name of the company or person */
  organisationName: '',
  postalAddress: '',
  /** where complaints and questions go: an address, a telephone number or a URL */
  contact: '',
  /** how many customers there may be; null: no limit */
  customerLimit: null as number | null,
  /** consents of deleted customers are kept for so many years after the last mail to them (J-33) */
  consentRetentionYears: 3,
  /** how many customer fields may be in use (C-04) */
  maxCustomerFields: 30,
  /** one delivery state for all groups of a customer (配信状態の同期設定, C-13) */
  syncDeliveryStates: false as boolean,
  /** so many hard errors take a customer to status error (C-58) */
  hardErrorLimit: 1,
  /** so many errors of any kind do (C-50); 3 and 3: whatever the kind, as the manual has it */
  softErrorLimit: 3,
  /** 通知メール送信先アドレス: where notices go */
  noticeRecipients: [] as readonly string[],
  /** the From address of notices; null: the oldest */
  noticeSenderAddressId: null as string | null,
  noticeLocale: 'ja' as NoticeLocale,
};

/** C-04: 30 customer fields, or up to 100 where they are needed. */
export const CUSTOMER_FIELD_LIMITS = { min: 30, max: 100 } as const;

export type Settings = Readonly<typeof DEFAULTS>;

/** Who sends, as the law wants it shown. */
export type SenderBlock = Pick<Settings, 'organisationName' | 'postalAddress' | 'contact'>;

/** All times are shown, and days are cut, in this zone. */
export const TIME_ZONE = 'Asia/Tokyo';

/** Reads and writes the settings; every read is one small query. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** As they are now; within the caller's transaction when one is given. */
  async read(where: RunsIn = this.db.manager): Promise<Settings> {
    const rows = await rowsIn<{ key: string; value: unknown }>(where, 'select key, value from setting');
    const stored = Object.fromEntries(rows.map((row) => [row.key, row.value])) as Partial<Settings>;
    return { ...DEFAULTS, ...stored };
  }

  /** Changes what is given and leaves the rest. */
  async change(changes: Partial<Settings>): Promise<Settings> {
    const now = this.clock.now();
    await this.db.tx(async (tx) => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) continue;
        await rowsOf(
          tx,
          `insert into setting (key, value, updated_at) values ($1, $2, $3)
           on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
          [key, JSON.stringify(value), now],
        );
      }
    });
    return this.read();
  }
}
