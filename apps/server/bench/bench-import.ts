import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeCsv } from '@kubari/csv';
import { from as copyFrom } from 'pg-copy-streams';
import type { PinoLogger } from 'nestjs-pino';
import { AddressHasher } from '../src/customers/address-hash.service.js';
import { CustomerUpsertService } from '../src/customers/customer-upsert.service.js';
import { OptOutLedger } from '../src/customers/opt-out-ledger.service.js';
import { MembershipChanges } from '../src/groups/membership-changes.service.js';
import { ImportRunner } from '../src/imports/import-runner.js';
import { SystemClock } from '../src/platform/clock.js';
import { SettingsService } from '../src/settings/settings.service.js';
import { DiskStorage } from '../src/platform/storage/storage.js';
import type { Database } from '../src/platform/database/database.js';
import { freshDatabase } from './environment.js';
import { measured, type Report, type Servers } from './measure.js';

const FIELDS = 9;

/**
 * CSV registration of CP932 rows with an address and nine fields, half of them customers already, overwriting, against
 * COPY plus one merge of the same rows with no validation and no results.
 */
export async function benchImport(servers: Servers, rows: number): Promise<Report> {
  const bare = await bareMerge(servers, rows);
  const ours = await ourImport(servers, rows);
  return {
    bench: `import ${rows} rows`,
    figures: [bare, ours],
    ratios: { 'ours / bare COPY+merge (time)': ours.seconds / bare.seconds, 'rows per second': rows / ours.seconds },
  };
}

async function ourImport(servers: Servers, rows: number) {
  const { env, db, close } = await freshDatabase(servers);
  const fieldIds = await prepare(db, rows);
  mkdirSync(join(env.STORAGE_DIR, 'imports'), { recursive: true });
  const [job] = await db.rows<{ id: string }>(
    `insert into import_job (state, file_name, encoding, mapping, overwrite, file_bytes) values ('queued', 'bench.csv', 'cp932', $1, true, 1) returning id`,
    [JSON.stringify(['email', ...fieldIds.map((id) => `field:${id}`)])],
  );
  const id = String(job?.id);
  await writeFile(join(env.STORAGE_DIR, 'imports', `${id}.csv`), rows);
  const clock = new SystemClock();
  const logger = { warn: () => undefined } as unknown as PinoLogger;
  const runner = new ImportRunner(
    db,
    new DiskStorage(env),
    new CustomerUpsertService(),
    new MembershipChanges(new OptOutLedger(new AddressHasher(env)), new SettingsService(db, clock), clock),
    clock,
    logger,
  );
  const figure = await measured('Kubari import', rows, db, () => runner.run(id));
  const [counts] = await db.rows<{ customers: string; success: number }>(
    `select (select count(*) from customer) as customers, success_count as success from import_job where id = $1`,
    [id],
  );
  if (Number(counts?.customers) !== rows || counts?.success !== rows)
    throw new Error(`The import is wrong: ${JSON.stringify(counts)}`);
  await close();
  return figure;
}

/** What PostgreSQL alone needs: decoded and parsed by COPY, merged in one statement. */
async function bareMerge(servers: Servers, rows: number) {
  const { env, db, close } = await freshDatabase(servers);
  const fieldIds = await prepare(db, rows);
  mkdirSync(env.STORAGE_DIR, { recursive: true });
  const file = join(env.STORAGE_DIR, 'bare.csv');
  await writeFile(file, rows);
  const columns = fieldIds.map((_, i) => `f${i}`);
  const figure = await measured('bare COPY + merge', rows, db, () =>
    db.withClientTx(async (client) => {
      await client.query(`create temporary table stage (email text, ${columns.map((c) => `${c} text`).join(', ')})`);
      const copy = client.query(copyFrom(`copy stage from stdin (format csv, header, encoding 'SJIS')`));
      copy.end(readFileSync(file));
      await once(copy, 'finish');
      await client.query(
        `insert into customer (email, email_normalised, registered_via, field_values)
         select email, lower(email), 'csv', jsonb_build_object(${fieldIds.map((id, i) => `'${id}', f${i}`).join(', ')}) from stage
         on conflict (email_normalised) do update set field_values = customer.field_values || excluded.field_values, updated_at = now()`,
      );
    }),
  );
  await close();
  return figure;
}

/** Nine text fields, and every second customer of the file. */
async function prepare(db: Database, rows: number): Promise<string[]> {
  const fields = await db.rows<{ id: string }>(
    `insert into customer_field (label, merge_key, type, position) select '項目' || n, 'f' || n, 'text', n from generate_series(1, ${FIELDS}) n returning id`,
  );
  await db.rows(
    `insert into customer (email, email_normalised, registered_via, field_values)
     select 'customer' || n || '@example.jp', 'customer' || n || '@example.jp', 'csv', jsonb_build_object($2::text, '旧')
       from generate_series(0, $1 - 1, 2) n`,
    [rows, fields[0]?.id],
  );
  await db.rows('vacuum analyze customer');
  return fields.map((field) => field.id);
}

async function writeFile(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  out.write(
    encodeCsv(`メールアドレス,${Array.from({ length: FIELDS }, (_, i) => `項目${i + 1}`).join(',')}\r\n`, 'cp932')
      .bytes,
  );
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
