import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Env } from '../src/platform/config/env.js';
import { freshDatabase } from './environment.js';
import { addOptOuts, prepareCustomers, writeImportFile } from './import-data.js';
import { dbCpuSeconds, measured, type Figure, type Report, type Servers } from './measure.js';

/**
 * CSV registration of CP932 rows with an address and nine fields, half of them customers already, overwriting, with the
 * result of every row, what an undo needs, consents of the new ones and the tally; against COPY plus one merge of the same
 * rows with nothing of that. Then the same into a group, past a ledger of opt-outs, against the merge plus one insert of
 * memberships.
 */
export async function benchImport(servers: Servers, rows: number): Promise<Report> {
  const bare = await bareMerge(servers, rows, false);
  const ours = await ourImport(servers, rows, false);
  const bareGroup = await bareMerge(servers, rows, true);
  const oursGroup = await ourImport(servers, rows, true);
  return {
    bench: `import ${rows} rows`,
    figures: [bare, ours, bareGroup, oursGroup],
    ratios: {
      'ours / bare COPY+merge (time)': ours.seconds / bare.seconds,
      'into a group: ours / bare (time)': oursGroup.seconds / bareGroup.seconds,
      'rows per second': rows / ours.seconds,
      'worker memory, MB': Math.max(ours.peakMegabytes ?? 0, oursGroup.peakMegabytes ?? 0),
    },
  };
}

async function ourImport(servers: Servers, rows: number, intoGroup: boolean): Promise<Figure> {
  const { env, db, close } = await freshDatabase(servers);
  const { fieldIds, groupId } = await prepareCustomers(db, rows);
  const heldBack = intoGroup ? await addOptOuts(db, env, { groupId, rows }) : 0;
  mkdirSync(join(env.STORAGE_DIR, 'imports'), { recursive: true });
  const [job] = await db.rows<{ id: string }>(
    `insert into import_job (state, file_name, encoding, mapping, overwrite, file_bytes, file_key, target, group_id, consent_basis)
     values ('queued', 'bench.csv', 'cp932', $1, true, 1, 'imports/bench.csv', $2, $3, 'paper') returning id`,
    [
      JSON.stringify(['email', ...fieldIds.map((id) => `field:${id}`)]),
      intoGroup ? 'group' : 'database',
      intoGroup ? groupId : null,
    ],
  );
  const id = String(job?.id);
  await writeImportFile(join(env.STORAGE_DIR, 'imports', 'bench.csv'), rows);
  const worker = await startWorker(env, servers);
  const dbBefore = await dbCpuSeconds(db);
  const start = performance.now();
  worker.send(id);
  const [used] = (await once(worker, 'message')) as [{ cpuSeconds: number; megabytes: number }];
  const figure = {
    name: intoGroup ? 'Kubari, into a group' : 'Kubari import',
    count: rows,
    seconds: (performance.now() - start) / 1000,
    appCpuSeconds: used.cpuSeconds,
    dbCpuSeconds: (await dbCpuSeconds(db)) - dbBefore,
    peakMegabytes: used.megabytes,
  };
  worker.disconnect();
  const [counts] = await db.rows<Record<string, number>>(
    `select (select customer_count::int from customer_tally) as tally, (select count(*)::int from customer) as customers,
            (select count(*)::int from consent_record) as consents, (select count(*)::int from group_membership) as members,
            (select coalesce(sum(cardinality(registered) + cardinality(overwritten)), 0)::int from import_undo) as undo,
            success_count as success, stopped_count as stopped from import_job where id = $1`,
    [id],
  );
  const expected = {
    tally: rows,
    customers: rows,
    consents: Math.floor(rows / 2),
    members: intoGroup ? rows : 0,
    undo: rows,
    success: rows - heldBack,
    stopped: heldBack,
  };
  if (JSON.stringify(counts) !== JSON.stringify(expected))
    throw new Error(`The import is wrong: ${JSON.stringify(counts)} instead of ${JSON.stringify(expected)}`);
  await close();
  return figure;
}

async function startWorker(env: Env, servers: Servers): Promise<ReturnType<typeof fork>> {
  const child = fork(join(__dirname, 'import-worker.js'), [], {
    env: {
      ...(Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])) as NodeJS.ProcessEnv),
      PATH: process.env['PATH'],
      REDIS_URL: servers.redisUrl,
    },
  });
  await once(child, 'message');
  return child;
}

/** What PostgreSQL alone needs: decoded and parsed by COPY, merged in one statement; memberships in another. */
async function bareMerge(servers: Servers, rows: number, intoGroup: boolean): Promise<Figure> {
  const { env, db, close } = await freshDatabase(servers);
  const { fieldIds, groupId } = await prepareCustomers(db, rows);
  mkdirSync(env.STORAGE_DIR, { recursive: true });
  const file = join(env.STORAGE_DIR, 'bare.csv');
  await writeImportFile(file, rows);
  const columns = fieldIds.map((_, i) => `f${i}`);
  const name = intoGroup ? 'bare COPY + merge + memberships' : 'bare COPY + merge';
  const figure = await measured(name, rows, db, () =>
    db.withClientTx(async (client) => {
      await client.query(`create temporary table stage (email text, ${columns.map((c) => `${c} text`).join(', ')})`);
      await pipeline(
        createReadStream(file),
        client.query(copyFrom(`copy stage from stdin (format csv, header, encoding 'SJIS')`)),
      );
      await client.query(
        `insert into customer (email, email_normalised, registered_via, field_values)
         select email, lower(email), 'csv', jsonb_build_object(${fieldIds.map((id, i) => `'${id}', f${i}`).join(', ')}) from stage
         on conflict (email_normalised) do update set field_values = customer.field_values || excluded.field_values, updated_at = now()`,
      );
      if (!intoGroup) return;
      await client.query(
        `insert into group_membership (group_id, customer_id, joined_at, joined_via)
         select $1, id, now(), 'csv' from customer on conflict do nothing`,
        [groupId],
      );
    }),
  );
  await close();
  return { ...figure, peakMegabytes: undefined } as Figure;
}
