import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';

/** Account-wide switches with what they are until somebody sets them. The first three are the legal sender block (特定電子メール法 第4条). */
const DEFAULTS = {
  /** who sends: name of the company or person */
  organisationName: '',
  postalAddress: '',
  /** where complaints and questions go: an address, a telephone number or a URL */
  contact: '',
  /** how many customers there may be; null: no limit */
  customerLimit: null as number | null,
};

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

  async read(): Promise<Settings> {
    const rows = await this.db.rows<{ key: string; value: unknown }>('select key, value from setting');
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
