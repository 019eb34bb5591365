import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCsv } from '@kubari/csv';
import { Customer } from '../customers/customer.entity.js';
import { aCustomer, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { importing, type Importing } from '../../test/imports.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { ImportRunner } from './import-runner.js';
import { Storage } from '../platform/storage/storage.js';
import { ImportSweeper } from './import-sweeper.js';
import { ImportsService } from './imports.service.js';

let api: TestApi;
let worker: TestWorker;
let agent: Agent;
let imports: Importing;
let nameId: string;
let birthdayId: string;

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: api.env, timers: false });
  imports = await importing(api, worker);
  agent = imports.agent;
  nameId = (await aField(api.db, { label: 'お名前', mergeKey: 'お名前' })).id;
  birthdayId = (await aField(api.db, { label: '誕生日', mergeKey: 'birthday', type: 'date' })).id;
});

afterAll(async () => {
  await worker.close();
  await api.close();
});

/** Puts an uploaded file in the queue without waking a worker. */
async function queueQuietly(id: string, mapping: string[]): Promise<void> {
  await api.db.rows(`update import_job set state = 'queued', mapping = $2 where id = $1`, [
    id,
    JSON.stringify(mapping),
  ]);
}

/** Names of the files of an import in storage, half ones too. */
const filesOf = async (id: string): Promise<string[]> =>
  (await readdir(join(api.env.STORAGE_DIR, 'imports'))).filter((name) => name.startsWith(`${id}-`));

const customer = (email: string) => api.db.manager.getRepository(Customer).findOneBy({ emailNormalised: email });

describe('registration by CSV', () => {
  test('C-40 a file of Japanese Excel (CP932, CRLF, ①㈱髙, short rows) is registered with its characters', async () => {
    const file = encodeCsv(
      'メールアドレス,お名前,誕生日\r\nexcel1@example.jp,㈱髙橋①,1980/4/1\r\nexcel2@example.jp\r\n',
      'cp932',
    ).bytes;
    const { counts, id } = await imports.run(file);
    expect(counts).toEqual({ rows: 2, success: 2, failed: 0, other: 0, stopped: 0 });
    expect((await customer('excel1@example.jp'))?.fieldValues).toEqual({
      [nameId]: '㈱髙橋①',
      [birthdayId]: '1980-04-01',
    });
    expect((await agent.get(`/api/imports/${id}`)).body).toMatchObject({
      encoding: 'cp932',
      state: 'finished',
      fileName: '顧客.csv',
    });
  });

  test('C-06 an input restriction fails the row with a reason that names the field, and holds for the API alike', async () => {
    const kana = await aField(api.db, { label: 'フリガナ', inputRestriction: 'full_width_katakana' });
    const { counts, id } = await imports.run('mail,フリガナ\nkana1@example.jp,ヤマダ\nkana2@example.jp,ﾔﾏﾀﾞ\n');
    expect(counts).toMatchObject({ success: 1, failed: 1 });
    expect((await imports.resultLines(id, '?class=failed')).at(-1)).toContain(
      '【フリガナ】は全角カタカナで入力してください',
    );
    const create = (text: string) =>
      agent.post('/api/customers').send({ email: 'kana3@example.jp', fields: { [kana.id]: text } });
    expect((await create('ﾔﾏﾀﾞ').expect(422)).body.errors).toMatchObject([
      { field: `fields.${kana.id}`, code: 'not-full-width-katakana' },
    ]);
    await create('ヤマダ').expect(201);
    await api.db.rows('delete from customer_field where id = $1', [kana.id]);
  });

  test('C-43 ticks, prefectures, telephone numbers and postal codes are read from what files write', async () => {
    const fields = {
      同意: await aField(api.db, { label: '同意', type: 'checkbox' }),
      都道府県: await aField(api.db, { label: '都道府県', type: 'prefecture' }),
      電話: await aField(api.db, { label: '電話', type: 'phone' }),
      郵便番号: await aField(api.db, { label: '郵便番号', type: 'postal_code' }),
    };
    const { counts } = await imports.run(
      'mail,同意,都道府県,電話,郵便番号\nnew1@example.jp,○,東京,０９０１２３４５６７８,１０００００１\nnew2@example.jp,いいえ,Osaka,+81312345678,〒530-0001\nnew3@example.jp,,,,\n',
    );
    expect(counts).toMatchObject({ success: 3, failed: 0 });
    const valuesOf = async (email: string): Promise<unknown[]> => {
      const values = (await customer(email))?.fieldValues ?? {};
      return Object.values(fields).map(({ id }) => values[id]);
    };
    expect(await valuesOf('new1@example.jp')).toEqual([true, '13', '090-1234-5678', '100-0001']);
    expect(await valuesOf('new2@example.jp')).toEqual([false, '27', '03-1234-5678', '530-0001']);
    expect(await valuesOf('new3@example.jp')).toEqual([undefined, undefined, undefined, undefined]);
    for (const { id } of Object.values(fields)) await api.db.rows('delete from customer_field where id = $1', [id]);
  });

  test('C-37 the outcome stands at the far right, and each class has its own file', async () => {
    await aCustomer(api.db, { email: 'known@example.jp' });
    const { id, counts } = await imports.run(
      '\uFEFFメールアドレス,お名前,誕生日\nnew@example.jp,新,\nknown@example.jp,既,\nbroken@,壊,\nnew@example.jp,再,\nd@example.jp,日,2月31日\n',
    );
    expect(counts).toEqual({ rows: 5, success: 1, failed: 2, other: 2, stopped: 0 });
    expect(await imports.resultLines(id)).toEqual([
      '"メールアドレス","お名前","誕生日","処理結果"',
      '"new@example.jp","新","","登録"',
      '"known@example.jp","既","","既に登録されています"',
      '"broken@","壊","","メールアドレスの形式が正しくありません"',
      '"new@example.jp","再","","ファイル内で重複しています"',
      '"d@example.jp","日","2月31日","【誕生日】の日付が正しくありません"',
    ]);
    expect(await imports.resultLines(id, '?class=other')).toHaveLength(3);
  });

  test('C-35 with overwriting, existing customers and repeats count as success and the last row wins', async () => {
    await aCustomer(api.db, { email: 'over@example.jp', fieldValues: { [nameId]: '旧', [birthdayId]: '1990-01-01' } });
    const { id, counts } = await imports.run('メールアドレス,お名前\nover@example.jp,中\nover@example.jp,新\n', {
      overwrite: true,
    });
    expect(counts).toMatchObject({ success: 2, other: 0 });
    expect((await customer('over@example.jp'))?.fieldValues).toEqual({ [nameId]: '新', [birthdayId]: '1990-01-01' });
    expect((await imports.resultLines(id)).slice(1)).toEqual([
      '"over@example.jp","中","上書き更新"',
      '"over@example.jp","新","上書き更新"',
    ]);
  });

  test('C-42 an empty cell keeps the old value or blanks it, as chosen', async () => {
    await aCustomer(api.db, { email: 'cell@example.jp', fieldValues: { [nameId]: '旧', [birthdayId]: '1990-01-01' } });
    await imports.run('メールアドレス,お名前\ncell@example.jp,\n', { overwrite: true, emptyCells: 'keep' });
    expect((await customer('cell@example.jp'))?.fieldValues).toHaveProperty(nameId, '旧');
    await imports.run('メールアドレス,お名前\ncell@example.jp,\n', { overwrite: true, emptyCells: 'blank' });
    expect((await customer('cell@example.jp'))?.fieldValues).toEqual({ [birthdayId]: '1990-01-01' });
  });

  test('F-03 rows join the group; who was stopped or banned in it stays so, and the result says so', async () => {
    const group = await aGroup(api.db);
    const stopped = await aCustomer(api.db, { email: 'stopped@example.jp' });
    await aMembership(api.db, { groupId: group.id, customerId: stopped.id, deliveryState: 'stopped' });
    await aCustomer(api.db, { email: 'elsewhere@example.jp' });
    const banned = await aCustomer(api.db, { email: 'banned@example.jp' });
    await aMembership(api.db, { groupId: group.id, customerId: banned.id, deliveryState: 'banned' });
    const file = 'mail\nstopped@example.jp\nbanned@example.jp\nelsewhere@example.jp\nfresh@example.jp\n';
    const { counts, id } = await imports.run(file, { groupId: group.id });
    expect(counts).toEqual({ rows: 4, success: 2, failed: 0, other: 2, stopped: 0 });
    expect((await imports.resultLines(id)).map((line) => line.split(',')[1])).toEqual([
      '"処理結果"',
      '"既に登録されています（このグループでは配信停止です）"',
      '"既に登録されています（このグループでは配信禁止です）"',
      '"グループに追加"',
      '"登録"',
    ]);
    const again = await imports.run(file, { groupId: group.id, overwrite: true });
    expect(again.counts).toEqual({ rows: 4, success: 4, failed: 0, other: 0, stopped: 0 });
    expect((await imports.results(again.id)).slice(0, 3)).toEqual([
      '上書き更新（このグループでは配信停止です）',
      '上書き更新（このグループでは配信禁止です）',
      '上書き更新',
    ]);
    const states = await api.db.rows<{ delivery_state: string; count: string }>(
      'select delivery_state, count(*) from group_membership where group_id = $1 group by 1 order by 1',
      [group.id],
    );
    expect(states).toEqual([
      { delivery_state: 'active', count: '2' },
      { delivery_state: 'banned', count: '1' },
      { delivery_state: 'stopped', count: '1' },
    ]);
  });

  test('a required field left out fails new customers and lets existing ones be updated', async () => {
    const required = await aField(api.db, { label: '必須', mergeKey: 'must', required: true });
    await aCustomer(api.db, { email: 'has@example.jp', fieldValues: { [required.id]: 'あり' } });
    const { counts, id } = await imports.run('メールアドレス,お名前\nhas@example.jp,更新\nhasnot@example.jp,新規\n', {
      overwrite: true,
    });
    expect(counts).toMatchObject({ success: 1, failed: 1 });
    expect((await imports.resultLines(id))[2]).toBe('"hasnot@example.jp","新規","【必須】を入力してください"');
    await api.db.rows('update customer_field set retired_at = now() where id = $1', [required.id]);
  });
});

describe('a worker that dies', () => {
  test('a kill between two chunks loses no row and repeats none', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `kill${i}@example.jp,名前${i}`);
    const id = await imports.send(`メールアドレス,お名前\n${rows.join('\n')}\n`);
    await queueQuietly(id, ['email', `field:${nameId}`]);
    const runner = worker.app.get(ImportRunner, { strict: false });
    const broken = Object.create(runner) as { applyChunk: (...args: unknown[]) => Promise<void> };
    const applyChunk = Object.getPrototypeOf(runner).applyChunk as (...args: unknown[]) => Promise<void>;
    let chunks = 0;
    broken.applyChunk = function (this: unknown, ...args: unknown[]) {
      chunks += 1;
      return chunks === 2 ? Promise.reject(new Error('killed')) : applyChunk.apply(this, args);
    };
    await expect((broken as unknown as ImportRunner).run(id)).rejects.toThrow('killed');
    const [half] = await api.db.rows<{ row_count: number; state: string }>(
      'select row_count, state from import_job where id = $1',
      [id],
    );
    expect(half).toEqual({ row_count: 4_999, state: 'running' });
    await api.db.rows(`update import_job set lease_until = now() - interval '1 second' where id = $1`, [id]);
    await worker.drain();
    const { body } = await agent.get(`/api/imports/${id}`);
    expect(body).toMatchObject({ state: 'finished', counts: { rows: 12_000, success: 12_000, other: 0 } });
    expect(await imports.resultLines(id)).toHaveLength(12_001);
    const [count] = await api.db.rows<{ count: string }>(
      `select count(*) from customer where email_normalised like 'kill%'`,
    );
    expect(count).toEqual({ count: '12000' });
  });

  test('a second runner of the same import comes away empty while the lease holds', async () => {
    const id = await imports.send('メールアドレス\nlease@example.jp\n');
    await queueQuietly(id, ['email']);
    await api.db.rows(
      `update import_job set state = 'running', lease_until = now() + interval '1 hour' where id = $1`,
      [id],
    );
    await worker.app.get(ImportRunner, { strict: false }).run(id);
    expect(await customer('lease@example.jp')).toBeNull();
    await agent.post(`/api/imports/${id}/cancel`).expect(200);
  });
});

describe('an import that fails again and again', () => {
  const DOOMED = 'メールアドレス\ndoomed@example.jp\n';

  /** A runner whose process dies, or whose chunk fails, after that many chunks. */
  function dyingAfter(chunks: number): ImportRunner {
    const runner = worker.app.get(ImportRunner, { strict: false });
    const applyChunk = Object.getPrototypeOf(runner).applyChunk as (...args: unknown[]) => Promise<void>;
    let done = 0;
    const dying = Object.assign(Object.create(runner) as object, {
      rowsPerChunk: 2,
      applyChunk(this: unknown, ...args: unknown[]) {
        done += 1;
        return done > chunks ? Promise.reject(new Error('broken')) : applyChunk.apply(this, args);
      },
    });
    return dying as unknown as ImportRunner;
  }

  /** The lease of the worker that died runs out. */
  const expireLease = (id: string): Promise<unknown> =>
    api.db.rows(`update import_job set lease_until = now() - interval '1 second' where id = $1`, [id]);

  async function failStarts(id: string, times: number, chunks = 0): Promise<void> {
    for (let n = 0; n < times; n++) {
      await expect(dyingAfter(chunks).run(id)).rejects.toThrow('broken');
      await expireLease(id);
    }
  }

  test('at the same chunk is given up, says so, and its user gets the mail', async () => {
    const id = await imports.send(DOOMED);
    await queueQuietly(id, ['email']);
    await api.db.rows(`update import_job set report = 'errors' where id = $1`, [id]);
    await failStarts(id, 10);
    expect(await imports.find(id)).toMatchObject({ state: 'running' });
    await worker.drain();
    expect(await imports.find(id)).toMatchObject({ state: 'failed', failure: 'given-up', failureRow: null });
    expect(await customer('doomed@example.jp')).toBeNull();
    const mails = await api.db.rows<{ body: string }>('select body from notice where dedupe_key = $1', [
      `import-ended/${id}`,
    ]);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body).toContain('同じところで失敗が続いたため');
  });

  test('but gets a chunk further now and then, as with workers that are killed, goes on to its end', async () => {
    const id = await imports.send(`メールアドレス\n${[1, 2, 3, 4, 5].map((n) => `slow${n}@example.jp\n`).join('')}`);
    await queueQuietly(id, ['email']);
    await failStarts(id, 9);
    await failStarts(id, 1, 1);
    await failStarts(id, 9);
    await worker.drain();
    expect(await imports.find(id)).toMatchObject({ state: 'finished', counts: { rows: 5, success: 5 } });
  });
});

describe('one more upload', () => {
  const FIRST = 'メールアドレス\nfirst1@example.jp\nfirst2@example.jp\n';
  const upload = (id: string, content: Readable) => api.app.get(ImportsService).upload(id, content);
  const send = (id: string, content: Buffer) =>
    agent.put(`/api/imports/${id}/content`).set('Content-Type', 'text/csv').send(content);
  async function start(id: string): Promise<void> {
    await agent
      .post(`/api/imports/${id}/start`)
      .send(await imports.settings(id, { overwrite: true }))
      .expect(200);
  }
  const expectFirst = async (id: string): Promise<void> => {
    await worker.drain();
    expect(await imports.find(id)).toMatchObject({ state: 'finished', counts: { rows: 2, success: 2 } });
    expect((await imports.resultLines(id)).length).toBe(3);
    expect(await filesOf(id)).toHaveLength(1);
  };

  test('takes the place of the file before, whose rehearsal is forgotten', async () => {
    const id = await imports.send('メールアドレス\nold@example.jp\n');
    await agent
      .post(`/api/imports/${id}/rehearsal`)
      .send(await imports.settings(id))
      .expect(202);
    await worker.drain();
    await send(id, Buffer.from(FIRST)).expect(200);
    await agent.get(`/api/imports/${id}/rehearsal`).expect(404);
    await start(id);
    await expectFirst(id);
    expect(await customer('old@example.jp')).toBeNull();
  });

  test('that breaks off, is empty or an Excel workbook leaves the file before as it was', async () => {
    const id = await imports.send(FIRST);
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('メールアドレス\n');
      throw new Error('aborted');
    };
    await expect(upload(id, Readable.from(broken()))).rejects.toThrow('aborted');
    await expect(upload(id, Readable.from([]))).rejects.toThrow('no rows');
    await send(id, Buffer.from('504b030400000000', 'hex')).expect(422);
    await start(id);
    await expectFirst(id);
  });

  test('that comes in while the import is started is refused; the import reads the file it was started with', async () => {
    const id = await imports.send(FIRST);
    const rest = new EventTarget();
    const goes = new Promise((resolve) => rest.addEventListener('go', resolve));
    const slow = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('メールアドレス\nsecond@exa');
      await goes;
      yield Buffer.from('mple.jp\n');
    };
    const uploading = upload(id, Readable.from(slow()));
    await start(id);
    await worker.drain();
    rest.dispatchEvent(new Event('go'));
    await expect(uploading).rejects.toMatchObject({ code: 'import-state-forbids' });
    await expectFirst(id);
    expect(await customer('second@example.jp')).toBeNull();
  });
});

describe('a file that nobody started', () => {
  test('is discarded with its import; not when it was started in the same moment', async () => {
    const id = await imports.send('メールアドレス\ndiscard@example.jp\n');
    const imported = api.app.get(ImportsService);
    const late = Object.assign(Object.create(imported) as ImportsService, {
      load: async () => Object.assign(await imported.load(id), { state: 'uploaded' }),
    });
    await queueQuietly(id, ['email']);
    await late.discard(id).catch(() => undefined);
    expect(await filesOf(id)).toHaveLength(1);
    await worker.drain();
    expect(await imports.find(id)).toMatchObject({ state: 'finished', counts: { success: 1 } });
    const other = await imports.send('メールアドレス\n');
    await agent.delete(`/api/imports/${other}`).expect(204);
    expect(await filesOf(other)).toEqual([]);
  });

  test('goes after a day with its import, and so does an announcement whose file never came', async () => {
    const uploaded = await imports.send('メールアドレス\na@example.jp\n');
    const { body } = await agent.post('/api/imports').send({ fileName: 'never.csv', fileBytes: 8 }).expect(201);
    const young = await imports.send('メールアドレス\na@example.jp\n');
    await api.db.rows(`update import_job set created_at = now() - interval '25 hours' where id = any ($1)`, [
      [uploaded, body.id],
    ]);
    await worker.app.get(ImportSweeper, { strict: false }).prune();
    await agent.get(`/api/imports/${uploaded}`).expect(404);
    await agent.get(`/api/imports/${body.id}`).expect(404);
    expect(await filesOf(uploaded)).toEqual([]);
    expect(await filesOf(young)).toHaveLength(1);
  });

  test('is in the list, to be gone on with; an announcement without a file is not', async () => {
    const id = await imports.send('メールアドレス\na@example.jp\n');
    const { body } = await agent.post('/api/imports').send({ fileName: 'never.csv', fileBytes: 8 }).expect(201);
    const { items } = (await agent.get('/api/imports').expect(200)).body as { items: { id: string }[] };
    const ids = items.map((one) => one.id);
    expect(ids).toContain(id);
    expect(ids).not.toContain(body.id);
  });

  test('and that an upload killed with -9 left goes after an hour', async () => {
    const id = await imports.send('メールアドレス\na@example.jp\n');
    const storage = api.app.get(Storage);
    await storage.put(`imports/${id}-0.csv.part`, Readable.from(['half']));
    await storage.put(`imports/${id}-1.csv`, Readable.from(['whole, but its row never came to know']));
    const long = new Date(Date.now() - 3_700_000);
    for (const name of await filesOf(id)) await utimes(join(api.env.STORAGE_DIR, 'imports', name), long, long);
    await worker.app.get(ImportSweeper, { strict: false }).removeForgotten();
    const [row] = await api.db.rows<{ key: string }>('select file_key as key from import_job where id = $1', [id]);
    expect((await filesOf(id)).map((name) => `imports/${name}`)).toEqual([row?.key]);
  });
});

describe('bad input', () => {
  test('C-31 an Excel workbook is refused with what to do', async () => {
    const { body } = await agent.post('/api/imports').send({ fileName: 'a.xlsx', fileBytes: 8 }).expect(201);
    const refused = await agent
      .put(`/api/imports/${body.id}/content`)
      .set('Content-Type', 'text/csv')
      .send(Buffer.from('504b030400000000', 'hex'))
      .expect(422);
    expect(refused.body.code).toBe('import-file-is-excel');
  });

  test('a mapping without an address, with a column twice or to no field is refused at its field', async () => {
    const { body } = await agent.post('/api/imports').send({ fileName: 'a.csv', fileBytes: 8 }).expect(201);
    await agent
      .put(`/api/imports/${body.id}/content`)
      .set('Content-Type', 'text/csv')
      .send(Buffer.from('a,b\nc,d\n'))
      .expect(200);
    const start = (mapping: string[]) =>
      agent
        .post(`/api/imports/${body.id}/start`)
        .send({ encoding: 'utf-8', delimiter: ',', hasHeader: true, mapping, overwrite: false, emptyCells: 'keep' });
    expect((await start(['ignore']).expect(422)).body.errors).toMatchObject([
      { field: 'mapping', code: 'email-column-missing' },
    ]);
    expect((await start(['email', `field:${nameId}`, `field:${nameId}`]).expect(422)).body.errors).toMatchObject([
      { code: 'column-twice' },
    ]);
    expect((await start(['email', 'field:999999']).expect(422)).body.errors).toMatchObject([
      { code: 'field-not-found' },
    ]);
  });

  test('a file with an unterminated quote fails as a whole, and says so', async () => {
    const { state, failure, failureRow } = await imports.run(
      'メールアドレス,お名前\nok1@example.jp,良\nbad@example.jp,"壊\n',
      { mapping: ['email', 'ignore'] },
    );
    expect({ state, failure, failureRow }).toEqual({
      state: 'failed',
      failure: 'csv-unterminated-quote',
      failureRow: 3,
    });
  });

  test('a refused cell whose quotation would cut an emoji or holds a NUL fails its row, not the import, and so in a rehearsal', async () => {
    const colour = await aField(api.db, {
      label: '色',
      mergeKey: 'colour',
      type: 'single_choice',
      choices: [{ id: 'a1', label: '赤' }],
    });
    const region = await aField(api.db, { label: '県', mergeKey: 'region', type: 'prefecture' });
    const file = [
      'mail,色,県',
      `cut@example.jp,${'紫'.repeat(99)}😀,`,
      'nul@example.jp,紫\u0000色,',
      `region@example.jp,,${'京'.repeat(99)}😀`,
      'good@example.jp,赤,東京都',
      '',
    ].join('\n');
    const rehearsed = await imports.send(file);
    const settings = await imports.settings(rehearsed);
    await agent.post(`/api/imports/${rehearsed}/rehearsal`).send(settings).expect(202);
    await worker.drain();
    expect((await agent.get(`/api/imports/${rehearsed}/rehearsal`).expect(200)).body).toMatchObject({
      state: 'finished',
      counts: { success: 1, failed: 3 },
    });
    const { id, state, counts } = await imports.run(file);
    expect({ state, counts }).toMatchObject({ state: 'finished', counts: { success: 1, failed: 3 } });
    expect((await imports.results(id)).slice(0, 2)).toEqual([
      `【色】の選択肢にない値です: ${'紫'.repeat(99)}`,
      '【色】の選択肢にない値です: 紫色',
    ]);
    await api.db.rows('delete from customer_field where id = any ($1)', [[colour.id, region.id]]);
  });

  test('C-36 results are gone ten days after the end', async () => {
    const { id } = await imports.run('メールアドレス\nten-days@example.jp\n');
    await api.db.rows(`update import_job set expires_at = now() - interval '1 second' where id = $1`, [id]);
    await worker.app.get(ImportSweeper, { strict: false }).prune();
    expect((await agent.get(`/api/imports/${id}/result.csv`).expect(410)).body.code).toBe('import-result-gone');
    expect(await filesOf(id)).toEqual([]);
    expect((await agent.get(`/api/imports/${id}`)).body.counts.success).toBe(1);
  });

  test('the role creator may not import', async () => {
    const creator = await api.asCreator();
    await creator.post('/api/imports').send({ fileName: 'a.csv', fileBytes: 8 }).expect(403);
  });
});
