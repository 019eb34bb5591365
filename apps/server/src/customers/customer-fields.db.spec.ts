import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aCustomer } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import type { CustomerFieldResponse } from './customer-fields.dto.js';

let api: TestApi;
let admin: Agent;

beforeAll(async () => {
  api = await startApi();
  admin = await api.asAdmin();
});
beforeEach(async () => {
  await api.db.rows('delete from customer');
  await api.db.rows('delete from customer_field');
});
afterAll(() => api.close());

const path = '/api/customer-fields';

async function made(body: object): Promise<CustomerFieldResponse> {
  const response = await admin.post(path).send(body).expect(201);
  return response.body as CustomerFieldResponse;
}

async function listed(): Promise<CustomerFieldResponse[]> {
  return ((await admin.get(path).expect(200)).body as { items: CustomerFieldResponse[] }).items;
}

/** `status field code` of a refusal. */
async function refusal(request: PromiseLike<{ status: number; body: unknown }>): Promise<string> {
  const { status, body } = await request;
  const { code, errors } = body as { code: string; errors: { field: string; code: string }[] };
  return [status, ...(errors[0] ? [errors[0].field, errors[0].code] : [code])].join(' ');
}

describe('C-04 custom fields', () => {
  test('are made with their label as merge key, listed in order, changed and re-ordered', async () => {
    const name = await made({ label: 'お名前', type: 'text', searchable: true, required: true });
    expect(name).toEqual({
      id: name.id,
      label: 'お名前',
      mergeKey: 'お名前',
      type: 'text',
      choices: [],
      position: 1,
      required: true,
      inputRestriction: 'none',
      mergeDefault: '',
      searchable: true,
      conversion: null,
    });
    const company = await made({ label: '会社 名', type: 'text', mergeDefault: 'お客様' });
    expect(company).toMatchObject({ mergeKey: '会社_名', mergeDefault: 'お客様', position: 2 });

    const changed = await admin
      .patch(`${path}/${name.id}`)
      .send({ label: '氏名', mergeKey: 'name', type: 'text' })
      .expect(200);
    expect(changed.body).toMatchObject({ label: '氏名', mergeKey: 'name', searchable: true, required: true });
    await admin
      .put(`${path}/order`)
      .send({ fieldIds: [company.id, name.id] })
      .expect(200);
    expect((await listed()).map((field) => field.label)).toEqual(['会社 名', '氏名']);
  });

  test('the order must name every field in use', async () => {
    const a = await made({ label: 'a', type: 'text' });
    await made({ label: 'b', type: 'text' });
    expect(await refusal(admin.put(`${path}/order`).send({ fieldIds: [a.id] }))).toBe('422 fieldIds fields-changed');
    expect(await refusal(admin.put(`${path}/order`).send({ fieldIds: [a.id, a.id] }))).toBe(
      '422 fieldIds fields-changed',
    );
  });

  test('a retired field leaves the list, keeps its values, and frees its name', async () => {
    const name = await made({ label: 'お名前', type: 'text' });
    const customer = await aCustomer(api.db, { fieldValues: { [name.id]: '山田' } });
    await admin.delete(`${path}/${name.id}`).expect(204);
    expect(await listed()).toEqual([]);
    const [row] = await api.db.rows<{ field_values: unknown }>('select field_values from customer where id = $1', [
      customer.id,
    ]);
    expect(row?.field_values).toEqual({ [name.id]: '山田' });
    expect((await made({ label: 'お名前', type: 'text' })).id).not.toBe(name.id);
    expect(await refusal(admin.patch(`${path}/${name.id}`).send({ label: 'x' }))).toBe('404 customer-field-not-found');
    expect(await refusal(admin.delete(`${path}/${name.id}`))).toBe('404 customer-field-not-found');
  });

  test('a retired field is listed with its values counted, and comes back with all of them at the end of the list', async () => {
    const name = await made({ label: 'お名前', type: 'text', searchable: true });
    await made({ label: '会社名', type: 'text' });
    const customer = await aCustomer(api.db, { fieldValues: { [name.id]: '山田' } });
    await aCustomer(api.db);
    await admin.delete(`${path}/${name.id}`).expect(204);
    const retired = (await admin.get(`${path}/retired`).expect(200)).body as { items: object[] };
    expect(retired.items).toMatchObject([{ id: name.id, label: 'お名前', replacement: null }]);
    expect((await admin.get(`${path}/${name.id}/usage`).expect(200)).body).toEqual({
      customerCount: 1,
      scheduledDeliveryCount: 0,
      segmentCount: 0,
    });
    await admin.post(`${path}/${name.id}/restore`).send({}).expect(200);
    expect((await listed()).map(({ label }) => label)).toEqual(['会社名', 'お名前']);
    expect((await admin.get(`/api/customers/${customer.id}`)).body.fields).toEqual({ [name.id]: '山田' });
    expect(await refusal(admin.post(`${path}/${name.id}/restore`).send({}))).toBe('404 customer-field-not-found');
  });

  test('a retired field whose names are taken comes back under others', async () => {
    const old = await made({ label: 'お名前', type: 'text' });
    await admin.delete(`${path}/${old.id}`).expect(204);
    await made({ label: 'お名前', type: 'text' });
    const restore = (names: object) => admin.post(`${path}/${old.id}/restore`).send(names);
    expect(await refusal(restore({}))).toBe('422 label label-taken');
    expect(await refusal(restore({ label: '旧お名前' }))).toBe('422 mergeKey merge-key-taken');
    const back = await restore({ label: '旧お名前', mergeKey: '旧お名前' }).expect(200);
    expect(back.body).toMatchObject({ id: old.id, label: '旧お名前', mergeKey: '旧お名前' });
  });

  test('C-04 coming back counts against the limit', async () => {
    await admin.patch('/api/settings').send({ maxCustomerFields: 30 }).expect(200);
    const old = await made({ label: '旧', type: 'text' });
    await admin.delete(`${path}/${old.id}`).expect(204);
    for (let i = 1; i <= 30; i += 1) await made({ label: `項目${i}`, type: 'text' });
    expect(await refusal(admin.post(`${path}/${old.id}/restore`).send({}))).toBe('409 too-many-fields');
  });

  test.each([
    [{ label: '', type: 'text' }, '422 label min-length'],
    [{ label: 'a'.repeat(51), type: 'text' }, '422 label max-length'],
    [{ label: 'x', type: 'colour' }, '422 type is-in'],
    [{ label: 'x', type: 'text', mergeKey: 'a b' }, '422 mergeKey malformed-merge-key'],
    [{ label: 'x', type: 'text', mergeKey: 'a|b' }, '422 mergeKey malformed-merge-key'],
    [{ label: 'x', type: 'text', mergeKey: '{{a}}' }, '422 mergeKey malformed-merge-key'],
    [{ label: 'x', type: 'text', mergeKey: 'unsubscribe_url' }, '422 mergeKey merge-key-taken'],
    [{ label: 'email', type: 'text' }, '422 mergeKey merge-key-taken'],
    [{ label: '既存', type: 'text' }, '422 label label-taken'],
    [{ label: 'x', type: 'text', mergeKey: '既存' }, '422 mergeKey merge-key-taken'],
    [{ label: 'x', type: 'number', searchable: true }, '422 searchable not-searchable'],
    [{ label: 'x', type: 'text', choices: [{ label: 'a' }] }, '422 choices no-choices'],
    [{ label: 'x', type: 'single_choice' }, '422 choices required'],
    [
      { label: 'x', type: 'single_choice', choices: [{ label: 'a' }, { label: 'a' }] },
      '422 choices.1.label label-taken',
    ],
    [{ label: 'x', type: 'multiple_choice', choices: [{ label: 'a,b' }] }, '422 choices.0.label malformed-choice'],
    [{ label: 'x', type: 'number', inputRestriction: 'half_width' }, '422 inputRestriction not-for-this-type'],
    [{ label: 'x', type: 'long_text', inputRestriction: 'hiragana' }, '422 inputRestriction not-for-this-type'],
    [{ label: 'x', type: 'text', inputRestriction: 'upper_case' }, '422 inputRestriction is-in'],
    [{ label: 'x', type: 'text', position: 3 }, '422 position whitelist-validation'],
  ])('%j is refused: %s', async (body, expected) => {
    await made({ label: '既存', type: 'text' });
    expect(await refusal(admin.post(path).send(body))).toBe(expected);
  });

  test('there are thirty at most, and five searchable ones', async () => {
    for (let i = 1; i <= 30; i += 1) await made({ label: `項目${i}`, type: 'text', searchable: i <= 5 });
    expect(await refusal(admin.post(path).send({ label: 'one more', type: 'text' }))).toBe('409 too-many-fields');
    const [first, , , , , sixth] = await listed();
    const setSearchable = (id: string | undefined, searchable: boolean) =>
      admin.patch(`${path}/${id}`).send({ searchable });
    expect(await refusal(setSearchable(sixth?.id, true))).toBe('422 searchable too-many-searchable');
    await setSearchable(first?.id, false).expect(200);
    await setSearchable(sixth?.id, true).expect(200);
    await admin.delete(`${path}/${first?.id}`).expect(204);
    await made({ label: 'one more', type: 'text' });
  });

  test('an administrator raises the limit to a hundred, and lowering it takes nothing away', async () => {
    const setLimit = (maxCustomerFields: number) =>
      admin.patch('/api/settings').send({ maxCustomerFields }).expect(200);
    await setLimit(100);
    for (let i = 1; i <= 100; i += 1) await made({ label: `項目${i}`, type: 'text' });
    expect(await refusal(admin.post(path).send({ label: 'one more', type: 'text' }))).toBe('409 too-many-fields');
    await setLimit(30);
    const [first] = await listed();
    await admin.patch(`${path}/${first?.id}`).send({ label: '氏名' }).expect(200);
    expect(await listed()).toHaveLength(100);
    await admin.delete(`${path}/${first?.id}`).expect(204);
    expect(await refusal(admin.post(path).send({ label: 'one more', type: 'text' }))).toBe('409 too-many-fields');
  });

  test('two people adding the last field at once cannot exceed the limit', async () => {
    for (let i = 1; i <= 29; i += 1) await made({ label: `項目${i}`, type: 'text' });
    const both = await Promise.all(['a', 'b'].map((label) => admin.post(path).send({ label, type: 'text' })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
  });

  test('the type does not change in passing', async () => {
    const field = await made({ label: '年齢', type: 'text' });
    expect(await refusal(admin.patch(`${path}/${field.id}`).send({ type: 'number' }))).toBe(
      '422 type type-changes-apart',
    );
  });
});

describe('choices', () => {
  test('have ids that outlive renaming and re-ordering', async () => {
    const field = await made({ label: '色', type: 'single_choice', choices: [{ label: '赤' }, { label: '青' }] });
    const [red, blue] = field.choices;
    const choices = [{ id: blue?.id, label: '紺' }, { label: '白' }, { id: red?.id, label: '赤' }];
    const changed = (await admin.patch(`${path}/${field.id}`).send({ choices }).expect(200))
      .body as CustomerFieldResponse;
    expect(changed.choices.map(({ label }) => label)).toEqual(['紺', '白', '赤']);
    expect(changed.choices[0]?.id).toBe(blue?.id);
    expect(changed.choices[2]?.id).toBe(red?.id);
    expect(new Set(changed.choices.map(({ id }) => id)).size).toBe(3);
  });

  test.each(['single_choice', 'multiple_choice'] as const)(
    'one that customers have cannot be taken away (%s), only retired',
    async (type) => {
      const field = await made({ label: '色', type, choices: [{ label: '赤' }, { label: '青' }] });
      const [red, blue] = field.choices;
      const value = type === 'single_choice' ? (red?.id ?? '') : [red?.id ?? ''];
      await aCustomer(api.db, { fieldValues: { [field.id]: value } });
      const change = (choices: object[]) => admin.patch(`${path}/${field.id}`).send({ choices });
      const response = await change([{ ...blue }]);
      expect(response.status).toBe(409);
      expect(response.body).toMatchObject({
        code: 'choice-in-use',
        errors: [{ field: 'choices', params: { count: 1 } }],
      });
      await change([{ ...red, retired: true }, { ...blue }]).expect(200);
      await change([{ ...red }]).expect(200);
    },
  );

  describe('that an import may write', () => {
    let field: CustomerFieldResponse;
    let without: () => ReturnType<typeof admin.patch>;
    beforeEach(async () => {
      await api.db.rows('truncate import_job cascade');
      field = await made({ label: '色', type: 'single_choice', choices: [{ label: '赤' }, { label: '青' }] });
      without = () => admin.patch(`${path}/${field.id}`).send({ choices: [field.choices[1]] });
    });
    const anImport = async (state: string): Promise<string> => {
      const [row] = await api.db.rows<{ id: string }>(
        `insert into import_job (file_name, encoding, state, mapping) values ('a.csv', 'utf-8', $1, $2) returning id`,
        [state, JSON.stringify(['email', `field:${field.id}`])],
      );
      return row?.id ?? '';
    };

    test.each(['queued', 'running', 'undoing'])('are not taken away while it is %s', async (state) => {
      await anImport(state);
      expect(await refusal(without())).toBe('409 field-is-being-imported');
      // everything else about the field can change
      await admin.patch(`${path}/${field.id}`).send({ label: '色合い', choices: field.choices }).expect(200);
      await api.db.rows(`update import_job set state = 'finished'`);
      await without().expect(200);
    });

    test.each(['overwritten', 'deleted'])('nor while an undo would bring it back to whom it had %s', async (how) => {
      const values = { [field.id]: field.choices[0]?.id };
      const [old, before] = how === 'overwritten' ? [[values], null] : [[], [{ customer: { field_values: values } }]];
      await api.db.rows(
        `insert into import_undo (import_id, chunk_no, written_at, old_values, before) values ($1, 0, now(), $2, $3)`,
        [
          await anImport('finished'),
          old.map((one) => JSON.stringify(one)),
          before && JSON.stringify({ people: [], customers: before }),
        ],
      );
      expect(await refusal(without())).toBe('409 choices choice-in-undo');
      const [red, blue] = field.choices;
      await admin
        .patch(`${path}/${field.id}`)
        .send({ choices: [{ ...red, retired: true }, blue] })
        .expect(200);
      await api.db.rows('delete from import_undo');
      await without().expect(200);
    });
  });

  test('an id that is none of the field’s is refused', async () => {
    const field = await made({ label: '色', type: 'single_choice', choices: [{ label: '赤' }] });
    expect(await refusal(admin.patch(`${path}/${field.id}`).send({ choices: [{ id: 'c9', label: '青' }] }))).toBe(
      '422 choices.0.id unknown-choice',
    );
  });
});

test('making a field searchable puts every customer up for indexing', async () => {
  const field = await made({ label: 'お名前', type: 'text' });
  await aCustomer(api.db);
  await aCustomer(api.db);
  const notes = async (): Promise<number> => (await api.db.rows('select from customer_search_stale')).length;
  await api.db.rows('delete from customer_search_stale');
  await admin.patch(`${path}/${field.id}`).send({ searchable: true }).expect(200);
  expect(await notes()).toBe(2);
  await api.db.rows('delete from customer_search_stale');
  await admin.patch(`${path}/${field.id}`).send({ label: '氏名' }).expect(200);
  expect(await notes()).toBe(0);
});

test('a creator reads fields but does not manage them', async () => {
  const creator = await api.asCreator();
  await creator.get(path).expect(200);
  await creator.post(path).send({ label: 'x', type: 'text' }).expect(403);
  await creator.put(`${path}/order`).send({ fieldIds: [] }).expect(403);
  await creator.delete(`${path}/1`).expect(403);
  await creator.get(`${path}/retired`).expect(403);
  await creator.post(`${path}/1/restore`).send({}).expect(403);
  await creator.put(`${path}/1/type`).send({ type: 'number' }).expect(403);
  await creator.post(`${path}/1/type-preview`).send({ type: 'number' }).expect(403);
});
