import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { aField, aGroup } from '../factories.js';
import { kill9, startCrashLab, until, type CrashLab } from './crash-lab.js';

const ROWS = 60_000;
const KNOWN = 15_000;
const KILLS = 3;

let lab: CrashLab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

/** Every 7th address comes twice, every 101st row has none: what the file says, counted without our code. */
function makeFile() {
  const lines: string[] = [];
  const people = new Map<string, string>();
  let broken = 0;
  for (let n = 0; n < ROWS; n++) {
    const email = n % 101 === 0 ? '' : `person${n % 7 === 0 && n > 70 ? n - 70 : n}@example.jp`;
    const name = `名前${n}`;
    lines.push(`${email},${name}`);
    if (email === '') broken += 1;
    else people.set(email, name);
  }
  return { text: `mail,name\n${lines.join('\n')}\n`, people, broken };
}

async function queue(running: CrashLab, text: string, settings: object): Promise<string> {
  const { agent } = running;
  const { body } = await agent.post('/api/imports').send({ fileName: 'big.csv', fileBytes: text.length }).expect(201);
  const { id } = body as { id: string };
  await agent.put(`/api/imports/${id}/content`).set('Content-Type', 'text/csv').send(Buffer.from(text)).expect(200);
  const start = { encoding: 'utf-8', delimiter: ',', hasHeader: true, emptyCells: 'keep', report: 'never' };
  await agent
    .post(`/api/imports/${id}/start`)
    .send({ ...start, ...settings })
    .expect(200);
  return id;
}

const look = async (running: CrashLab, id: string): Promise<{ state: string; rows: number }> => {
  const [row] = await running.db.rows<{ state: string; rows: number }>(
    'select state, row_count as rows from import_job where id = $1',
    [id],
  );
  return row ?? { state: 'gone', rows: 0 };
};

/** Kills whoever works on the import, three times, somewhere in the middle of it. */
async function torment(
  running: CrashLab,
  id: string,
  hasMoved: (rows: number, before: number) => boolean,
): Promise<void> {
  for (let n = 0; n < KILLS; n++) {
    const before = (await look(running, id)).rows;
    const worker = await running.worker();
    await until(
      () => look(running, id),
      ({ rows }) => hasMoved(rows, before),
      60_000,
    );
    await sleep(Math.random() * 150);
    await kill9(worker);
    if (n === 1) await running.flushRedis();
  }
  // not vacuous: there was still something to do
  expect(['queued', 'running', 'undoing']).toContain((await look(running, id)).state);
}

const one = async (running: CrashLab, sql: string, ...params: unknown[]): Promise<number> => {
  const [row] = await running.db.rows<{ n: string }>(`select (${sql})::bigint as n`, params);
  return Number(row?.n);
};

describe('a worker killed with -9 in the middle of an import', () => {
  test('loses no row and applies none twice: every count agrees with an independent count of the file', async () => {
    lab = await startCrashLab({ IMPORT_LEASE_MS: '1000' });
    const { db } = lab;
    const field = await aField(db, { label: 'name' });
    const group = await aGroup(db);
    await db.rows(
      `insert into customer (email, email_normalised, registered_via, field_values)
       select e, e, 'screen', jsonb_build_object($2::text, '旧') from (select 'person' || n || '@example.jp' as e from generate_series(1, $1::int) n) x
        on conflict do nothing`,
      [KNOWN, field.id],
    );
    const { text, people, broken } = makeFile();
    const known = [...people.keys()].filter((email) => Number(email.slice(6, email.indexOf('@'))) <= KNOWN).length;
    const registered = people.size - known;
    const id = await queue(lab, text, {
      mapping: ['email', `field:${field.id}`],
      overwrite: true,
      groupId: group.id,
      consent: { basis: 'form', note: '' },
    });
    await torment(lab, id, (rows, before) => rows > before);
    const worker = await lab.worker();
    await until(
      () => look(lab as CrashLab, id),
      ({ state }) => state === 'finished',
      120_000,
    );
    const { body } = await lab.agent.get(`/api/imports/${id}`).expect(200);
    expect(body.counts).toEqual({ rows: ROWS, success: ROWS - broken, failed: broken, other: 0, stopped: 0 });
    expect(body.outcomes).toContainEqual({ outcome: 'registered', class: 'success', rows: registered });
    const total = KNOWN + registered;
    expect(await one(lab, 'select count(*) from customer')).toBe(total);
    expect(await one(lab, 'select customer_count from customer_tally')).toBe(total);
    expect(await one(lab, 'select count(*) from group_membership where group_id = $1', group.id)).toBe(people.size);
    expect(await one(lab, 'select count(*) from consent_record where import_id = $1', id)).toBe(registered);
    expect(await one(lab, 'select sum(row_count) from import_chunk where import_id = $1', id)).toBe(ROWS + 1);
    expect(await one(lab, 'select sum(cardinality(registered)) from import_undo where import_id = $1', id)).toBe(
      registered,
    );
    const values = await db.rows<{ email: string; name: string }>(
      'select email, field_values ->> $1 as name from customer where last_import_id is not null or updated_at > created_at',
      [field.id],
    );
    expect(values.filter(({ email, name }) => people.get(email) !== name)).toEqual([]);

    // and back again, killed as often
    await kill9(worker);
    await lab.agent.post(`/api/imports/${id}/undo`).expect(202);
    const left = `select count(*) from import_undo where import_id = ${id}`;
    const chunks = await one(lab, left);
    await tormentUndo(lab, id, left, chunks);
    const last = await lab.worker();
    await until(
      () => look(lab as CrashLab, id),
      ({ state }) => state === 'undone',
      120_000,
    );
    expect(await one(lab, 'select count(*) from customer')).toBe(KNOWN);
    expect(await one(lab, 'select customer_count from customer_tally')).toBe(KNOWN);
    expect(await one(lab, `select count(*) from customer where field_values ->> $1 <> '旧'`, field.id)).toBe(0);
    expect(await one(lab, 'select count(*) from group_membership')).toBe(0);
    expect(await one(lab, 'select undo_left_count from import_job where id = $1', id)).toBe(0);
    await kill9(last);
  }, 600_000);
});

async function tormentUndo(running: CrashLab, id: string, left: string, chunks: number): Promise<void> {
  let before = chunks;
  for (let n = 0; n < 2; n++) {
    const worker = await running.worker();
    before = await until(
      () => one(running, left),
      (now) => now < before,
      60_000,
    );
    await kill9(worker);
  }
  expect((await look(running, id)).state).toBe('undoing');
}
