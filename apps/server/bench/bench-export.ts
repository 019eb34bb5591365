import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PinoLogger } from 'nestjs-pino';
import { to as copyTo } from 'pg-copy-streams';
import { ApiModule } from '../src/api.module.js';
import { CustomerFieldsService } from '../src/customers/customer-fields.service.js';
import { CustomerTargets } from '../src/customers/customer-targets.js';
import { CustomerExportRunner } from '../src/customers/export/customer-export-runner.js';
import { insertExport } from '../src/customers/export/customer-exports.queries.js';
import { SystemClock } from '../src/platform/clock.js';
import type { Database } from '../src/platform/database/database.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import { Storage } from '../src/platform/storage/storage.js';
import { loadCustomers } from '../test/million-customers.js';
import { freshDatabase } from './environment.js';
import { measured, type Figure, type Report, type Servers } from './measure.js';

/**
 * CSV output of `count` customers with an address, ten fields, status and dates, in both encodings, against COPY of the
 * same values; and of a tenth of them. Memory must not grow on the way.
 */
export async function benchExport(servers: Servers, count: number): Promise<Report> {
  const { env, db, close } = await freshDatabase(servers);
  const { fields } = await loadCustomers(db, count);
  const fieldIds = Object.values(fields);
  mkdirSync(env.STORAGE_DIR, { recursive: true });
  const { app } = await createHttpApp(ApiModule.with(env));
  const runner = new CustomerExportRunner(
    db,
    app.get(Storage),
    app.get(CustomerTargets, { strict: false }),
    app.get(CustomerFieldsService, { strict: false }),
    new SystemClock(),
    new PinoLogger({ pinoHttp: { level: 'silent' } }),
  );
  const ours = (name: string, encoding: 'utf-8' | 'cp932', below: number): Promise<Figure> =>
    exported(db, runner, { name, encoding, below, fieldIds });

  const small = await ours('Kubari UTF-8, a tenth', 'utf-8', count / 10);
  const bare = await measured('bare COPY', count, db, () => copied(db, join(env.STORAGE_DIR, 'bare.csv'), fieldIds));
  const utf8 = await ours('Kubari UTF-8', 'utf-8', count);
  const cp932 = await ours('Kubari CP932', 'cp932', count);
  await app.close();
  await close();
  return {
    bench: `export ${count} customers`,
    figures: [bare, small, utf8, cp932],
    ratios: {
      'ours / bare COPY (time)': utf8.seconds / bare.seconds,
      'rows per second, UTF-8': utf8.count / utf8.seconds,
      'rows per second, CP932': cp932.count / cp932.seconds,
      'peak MB, second half / first half of the rows':
        (utf8.extra?.['second half'] ?? 0) / (utf8.extra?.['peak MB first half'] ?? 1),
    },
  };
}

interface Ordered {
  readonly name: string;
  readonly encoding: 'utf-8' | 'cp932';
  /** customers with an id up to this */
  readonly below: number;
  readonly fieldIds: readonly string[];
}

async function exported(db: Database, runner: CustomerExportRunner, ordered: Ordered): Promise<Figure> {
  const { name, encoding, below, fieldIds } = ordered;
  const id = await insertExport(
    db,
    {
      target: { query: {} },
      groupId: null,
      columns: ['email', 'status', ...fieldIds.map((field) => `field:${field}`), 'created_at', 'updated_at'],
      encoding,
      hasHeader: true,
      locale: 'ja',
      totalCount: below,
      belowId: String(below + 1),
      createdBy: '1',
    },
    new SystemClock().now(),
  );
  const memory = sampledMemory();
  const figure = await measured(name, below, db, () => runner.run(id));
  const [firstHalf, secondHalf] = memory();
  const [row] = await db.rows<{ state: string; done_count: number; file_bytes: string }>(
    'select state, done_count, file_bytes from customer_export where id = $1',
    [id],
  );
  if (row?.state !== 'finished' || row.done_count !== below)
    throw new Error(`The export is wrong: ${JSON.stringify(row)}`);
  return {
    ...figure,
    extra: {
      'file MB': Number(row.file_bytes) / 1e6,
      'peak MB first half': firstHalf,
      'second half': secondHalf,
    },
  };
}

/** Samples the memory of this process; the peaks of the first and the second half of the samples show whether it grows. */
function sampledMemory(): () => [number, number] {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage.rss() / 1e6), 50);
  return () => {
    clearInterval(timer);
    const half = Math.ceil(samples.length / 2);
    return [Math.max(...samples.slice(0, half)), Math.max(...samples.slice(half))];
  };
}

/** What PostgreSQL alone needs: no labels of choices, no escaping of formulas. */
async function copied(db: Database, file: string, fieldIds: readonly string[]): Promise<void> {
  const values = fieldIds.map((id) => `field_values->>'${id}'`).join(', ');
  await db.withClientTx(async (client) => {
    const rows = client.query(
      copyTo(`copy (select email, status, ${values}, created_at, updated_at from customer order by id desc)
              to stdout (format csv, force_quote *)`),
    );
    await pipeline(rows, createWriteStream(file, { flush: true }));
  });
}
