import { Injectable } from '@nestjs/common';
import { rowsIn, type RunsIn } from '../platform/database/database.js';
import { AddressHasher } from './address-hash.service.js';
import { OptOutLedger } from './opt-out-ledger.service.js';

type Image = Readonly<Record<string, unknown>>;

/** Rows of the opt-out ledger as JSON, for whoever may have to put them back: an import that is undone. */
@Injectable()
export class OptOutImages {
  constructor(
    private readonly hasher: AddressHasher,
    private readonly ledger: OptOutLedger,
  ) {}

  /** Every row about these addresses, by address and place; nothing is hashed while the ledger is empty. */
  async read(where: RunsIn, addresses: readonly string[]): Promise<Map<string, Map<string, Image>>> {
    const images = new Map<string, Map<string, Image>>();
    if (addresses.length === 0 || !(await this.ledger.holdsAnybody(where))) return images;
    // each hash is looked up in the primary key, whatever the statistics say
    const rows = await rowsIn<{ n: number; place: string; image: Image }>(
      where,
      `select h.n::int as n, o.scope || ' ' || o.scope_id as place, to_jsonb(o) as image
         from unnest($1::bytea[]) with ordinality as h (hash, n)
        cross join lateral (select * from opt_out where address_hash = h.hash offset 0) o`,
      [addresses.map((address) => this.hasher.hashOf(address))],
    );
    for (const { n, place, image } of rows) {
      const address = addresses[n - 1] ?? '';
      const own = images.get(address) ?? new Map<string, Image>();
      images.set(address, own.set(place, image));
    }
    return images;
  }

  /** Takes rows back to what they were; a row that is not as the change left it stays. */
  async restore(
    where: RunsIn,
    changes: readonly { readonly before: Image | null; readonly after: Image | null }[],
  ): Promise<void> {
    if (changes.length === 0) return;
    await rowsIn(
      where,
      `delete from opt_out o using jsonb_populate_recordset(null::opt_out, $1::jsonb) a
        where o.address_hash = a.address_hash and o.scope = a.scope and o.scope_id = a.scope_id
          and o.reason = a.reason and o.recorded_at = a.recorded_at
          and (o.refused_at, o.complained_at) is not distinct from (a.refused_at, a.complained_at)`,
      [JSON.stringify(changes.flatMap(({ after }) => after ?? []))],
    );
    await rowsIn(
      where,
      `insert into opt_out select * from jsonb_populate_recordset(null::opt_out, $1::jsonb)
        order by address_hash, scope, scope_id on conflict do nothing`,
      [JSON.stringify(changes.flatMap(({ before }) => before ?? []))],
    );
  }
}
