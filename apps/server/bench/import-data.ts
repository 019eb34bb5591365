import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { encodeCsv } from '@kubari/csv';
import { AddressHasher } from '../src/customers/address-hash.service.js';
import type { Env } from '../src/platform/config/env.js';
import type { Database } from '../src/platform/database/database.js';

const FIELDS = 9;
/** Every so many addresses have opted out. */
const OPT_OUT_EVERY = 20;

/** Nine text fields, a group, and every second customer of the file. */
export async function prepareCustomers(db: Database, rows: number): Promise<{ fieldIds: string[]; groupId: string }> {
  const fields = await db.rows<{ id: string }>(
    `insert into customer_field (label, merge_key, type, position) select '項目' || n, 'f' || n, 'text', n from generate_series(1, ${FIELDS}) n returning id`,
  );
  const [group] = await db.rows<{ id: string }>(`insert into delivery_group (name) values ('一括登録') returning id`);
  await db.rows(
    `insert into customer (email, email_normalised, registered_via, field_values)
     select 'customer' || n || '@example.jp', 'customer' || n || '@example.jp', 'csv', jsonb_build_object($2::text, '旧')
       from generate_series(0, $1 - 1, 2) n`,
    [rows, fields[0]?.id],
  );
  await db.rows('vacuum analyze customer');
  return { fieldIds: fields.map((field) => field.id), groupId: group?.id ?? '' };
}

/** Puts one address in twenty into the ledger; returns how many. */
export async function addOptOuts(
  db: Database,
  env: Env,
  { groupId, rows }: { groupId: string; rows: number },
): Promise<number> {
  const hasher = new AddressHasher(env);
  const addresses = Array.from(
    { length: Math.ceil(rows / OPT_OUT_EVERY) },
    (_, i) => `customer${i * OPT_OUT_EVERY}@example.jp`,
  );
  for (let at = 0; at < addresses.length; at += 10_000)
    await db.rows(
      `insert into opt_out (address_hash, scope, scope_id, reason, recorded_at)
       select hash, 'group', $2, 'stopped', now() from unnest($1::bytea[]) as hash`,
      [addresses.slice(at, at + 10_000).map((address) => hasher.hashOf(address)), groupId],
    );
  await db.rows('vacuum analyze opt_out');
  return addresses.length;
}

/** A CP932 file of an address and nine fields, as Excel writes it. */
export async function writeImportFile(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  const headings = `メールアドレス,${Array.from({ length: FIELDS }, (_, i) => `項目${i + 1}`).join(',')}\r\n`;
  out.write(encodeCsv(headings, 'cp932').bytes);
  for (let from = 0; from < rows; from += 10_000) {
    let text = '';
    for (let n = from; n < Math.min(rows, from + 10_000); n++) {
      text += `customer${n}@example.jp,山田太郎${n},㈱髙橋商店,東京都千代田区丸の内${n % 99}-1,03-1234-${1000 + (n % 9000)},${n % 5000},ゴールド会員,2020/4/${1 + (n % 28)},メモ①,最終\r\n`;
    }
    if (!out.write(encodeCsv(text, 'cp932').bytes)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}
