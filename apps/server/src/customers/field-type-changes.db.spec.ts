import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aField, aGroup, aMailing } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { Clock } from '../platform/clock.js';
import type { CustomerField } from './customer-field.entity.js';
import type { CustomerFieldResponse } from './customer-fields.dto.js';
import { CustomerSearchService } from './customer-search.service.js';
import { Database } from '../platform/database/database.js';
import { holdFields, openConversionIds } from './field-conversion.queries.js';
import { FieldConverter } from './field-converter.js';
import { FieldTypePreview } from './field-type-preview.js';
import { SearchIndexer } from './search/search-indexer.js';
import type { FieldTypePreviewResponse, RetiredCustomerFieldResponse } from './field-type-changes.dto.js';
import type { FieldValue } from './field.types.js';

let api: TestApi;
let admin: Agent;
let converter: FieldConverter;

beforeAll(async () => {
  api = await startApi();
  admin = await api.asAdmin();
  converter = new FieldConverter(api.app.get(Database), api.app.get(Clock));
});
beforeEach(async () => {
  for (const table of ['delivery', 'import_job', 'customer', 'customer_field'])
    await api.db.rows(`delete from ${table}`);
});
afterAll(() => api.close());

const path = '/api/customer-fields';
const AGES = ['30', '４０', '五十', '30', '六十', ''];

/** A text field and customers with the given values of it; '' for none. */
async function ageOf(texts: readonly string[] = AGES): Promise<CustomerField> {
  const field = await aField(api.db, {
    label: '年齢',
    mergeKey: 'age',
    type: 'text',
    required: true,
    mergeDefault: '?',
  });
  for (const text of texts) await aCustomer(api.db, text === '' ? {} : { fieldValues: { [field.id]: text } });
  return field;
}

async function changed(id: string, body: object): Promise<CustomerFieldResponse> {
  return (await admin.put(`${path}/${id}/type`).send(body).expect(200)).body as CustomerFieldResponse;
}

async function refusal(request: PromiseLike<{ status: number; body: unknown }>): Promise<string> {
  const { status, body } = await request;
  const { code, errors } = body as { code: string; errors: { field: string; code: string }[] };
  return [status, ...(status === 422 && errors[0] ? [errors[0].field, errors[0].code] : [code])].join(' ');
}

const valuesOf = async (id: string): Promise<(FieldValue | null)[]> =>
  (
    await api.db.rows<{ value: FieldValue | null }>('select field_values -> $1 as value from customer order by id', [
      id,
    ])
  ).map(({ value }) => value);
const conversionRow = async (): Promise<object | undefined> =>
  (
    await api.db.rows<object>(
      'select id, converted_count, kept_count, finished_at is not null as done from customer_field_conversion',
    )
  )[0];
async function convertAll(): Promise<void> {
  for (const id of await openConversionIds(api.db.manager)) await converter.convert(id);
}
const idOfConversion = async (): Promise<string> =>
  (await api.db.rows<{ id: string }>('select id from customer_field_conversion'))[0]?.id ?? '';

describe('the preview', () => {
  test('says how many values convert, how many do not, which and why, and changes nothing', async () => {
    const field = await ageOf();
    const preview = (await admin.post(`${path}/${field.id}/type-preview`).send({ type: 'number' }).expect(200)).body;
    expect(preview).toEqual({
      customerCount: 5,
      convertibleCount: 3,
      failingCount: 2,
      isComplete: true,
      keepsField: false,
      scheduledDeliveryCount: 0,
      segmentCount: 0,
      examples: [
        { text: '五十', count: 1, code: 'not-a-number', params: {} },
        { text: '六十', count: 1, code: 'not-a-number', params: {} },
      ],
      commonValues: [
        { text: '30', count: 2 },
        { text: '五十', count: 1 },
        { text: '六十', count: 1 },
        { text: '４０', count: 1 },
      ],
    });
    expect(await valuesOf(field.id)).toEqual(['30', '４０', '五十', '30', '六十', null]);
  });

  test('shows twenty examples at most', async () => {
    const field = await ageOf(Array.from({ length: 25 }, (_, i) => `${i}歳`));
    const preview = (await admin.post(`${path}/${field.id}/type-preview`).send({ type: 'number' }).expect(200))
      .body as FieldTypePreviewResponse;
    expect([preview.failingCount, preview.examples.length]).toEqual([25, 20]);
  });

  test('C-06 with the same type it says what a restriction would refuse', async () => {
    const field = await ageOf();
    const body = { type: 'text', inputRestriction: 'half_width_digits' };
    expect((await admin.post(`${path}/${field.id}/type-preview`).send(body).expect(200)).body).toMatchObject({
      keepsField: true,
      failingCount: 3,
      examples: [{ text: '五十' }, { text: '六十' }, { text: '４０', code: 'not-half-width-digits' }],
    });
  });

  test('says that it has not seen everybody when time runs out', async () => {
    const field = await ageOf(['30']);
    const clock = new TestClock();
    const hurried = { now: () => (clock.advance(6_000), clock.now()) };
    const preview = new FieldTypePreview(api.db, hurried);
    await api.db.rows(
      `insert into customer (email, email_normalised, registered_via, field_values)
       select 'p' || n || '@example.jp', 'p' || n || '@example.jp', 'csv', jsonb_build_object($1::text, '40')
         from generate_series(1, 20001) n`,
      [field.id],
    );
    const seen = await preview.preview(field, { type: 'number', choices: [] });
    expect(seen).toMatchObject({ isComplete: false, customerCount: 20_000, failingCount: 0 });
  });

  test('counts the deliveries to come that merge the field or are narrowed by it', async () => {
    const field = await ageOf();
    const content = { textBody: '{{ age | ? }}さん {{unsubscribe_url}}' };
    await aDelivery(api.db, { state: 'scheduled', content });
    await aDelivery(api.db, { state: 'scheduled', filter: { any: [{ all: [{ field: field.id, op: 'empty' }] }] } });
    await aDelivery(api.db, { state: 'scheduled', content: { textBody: 'age {{agent}} {{unsubscribe_url}}' } });
    await aDelivery(api.db, { state: 'sent', content });
    expect((await admin.get(`${path}/${field.id}/usage`).expect(200)).body).toEqual({
      customerCount: 5,
      scheduledDeliveryCount: 2,
      segmentCount: 0,
    });
  });

  test('counts the segments that would go on to look at the old values', async () => {
    const field = await ageOf();
    const other = await aField(api.db, { label: '会社名', type: 'text' });
    const on = (id: string) => ({ field: id, op: 'not_empty' });
    for (const [name, conditions] of Object.entries({
      年齢: { all: [on(field.id)] },
      深い年齢: { any: [on(other.id), { all: [on(field.id)] }] },
      会社: { all: [on(other.id)] },
    }))
      await admin.post('/api/segments').send({ name, conditions }).expect(201);
    const previewOf = async (type: string) =>
      (await admin.post(`${path}/${field.id}/type-preview`).send({ type }).expect(200)).body as object;
    expect(await previewOf('number')).toMatchObject({ keepsField: false, segmentCount: 2 });
    expect(await previewOf('long_text')).toMatchObject({ keepsField: true, segmentCount: 0 });
    expect((await admin.get(`${path}/${field.id}/usage`).expect(200)).body).toMatchObject({ segmentCount: 2 });
  });
});

describe('a change of type', () => {
  test('that would lose values is refused until somebody accepts it', async () => {
    const field = await ageOf();
    const change = (body: object) => admin.put(`${path}/${field.id}/type`).send(body);
    const refused = await change({ type: 'number' });
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'values-would-be-lost',
      errors: [{ params: { count: 2 } }],
    });
    expect(await valuesOf(field.id)).toEqual(['30', '４０', '五十', '30', '六十', null]);
    await change({ type: 'number', acceptLoss: true }).expect(200);
  });

  test('keeps every old text in the retired field, and the new one has name, merge key, place and what converts', async () => {
    const first = await aField(api.db, { label: '先', position: 1 });
    const old = await ageOf();
    const field = await changed(old.id, { type: 'number', acceptLoss: true });
    expect(field).toMatchObject({
      label: '年齢',
      mergeKey: 'age',
      type: 'number',
      position: old.position,
      required: true,
      mergeDefault: '?',
      conversion: { percent: 0, convertedCount: 0, keptCount: 0 },
    });
    await convertAll();
    expect(await valuesOf(field.id)).toEqual([30, 40, null, 30, null, null]);
    expect(await valuesOf(old.id)).toEqual(['30', '４０', '五十', '30', '六十', null]);
    const { items } = (await admin.get(path).expect(200)).body as { items: CustomerFieldResponse[] };
    expect(items.map(({ id, conversion }) => [id, conversion])).toEqual([
      [first.id, null],
      [field.id, null],
    ]);
    const retired = (await admin.get(`${path}/retired`).expect(200)).body as { items: RetiredCustomerFieldResponse[] };
    expect(retired.items).toMatchObject([
      {
        id: old.id,
        label: '年齢',
        type: 'text',
        replacement: { fieldId: field.id, convertedCount: 3, keptCount: 2, isFinished: true },
      },
    ]);
  });

  test('to choices takes new choices, and choices that both have keep their ids', async () => {
    const text = await ageOf(['赤', '青', '赤']);
    const choices = [{ label: '赤' }, { label: '青' }];
    const single = await changed(text.id, { type: 'single_choice', choices });
    await convertAll();
    const [red, blue] = single.choices.map(({ id }) => id);
    expect(await valuesOf(single.id)).toEqual([red, blue, red]);
    const multiple = await changed(single.id, { type: 'multiple_choice' });
    await convertAll();
    expect(multiple.choices).toEqual(single.choices);
    expect(await valuesOf(multiple.id)).toEqual([[red], [blue], [red]]);
    expect(await refusal(admin.put(`${path}/${multiple.id}/type`).send({ type: 'single_choice', choices: [] }))).toBe(
      '422 choices required',
    );
  });

  test('from text to long text changes the field itself', async () => {
    const field = await ageOf();
    expect(await changed(field.id, { type: 'long_text' })).toMatchObject({ id: field.id, type: 'long_text' });
    expect(await refusal(admin.put(`${path}/${field.id}/type`).send({ type: 'long_text' }))).toBe('422 type same-type');
    expect(await conversionRow()).toBeUndefined();
  });

  test('a value given while values are being converted is the one that stays', async () => {
    const old = await ageOf(['30']);
    const field = await changed(old.id, { type: 'number' });
    const [customer] = await api.db.rows<{ id: string }>('select id from customer');
    await admin
      .patch(`/api/customers/${customer?.id}`)
      .send({ fields: { [field.id]: 99 } })
      .expect(200);
    await convertAll();
    expect(await valuesOf(field.id)).toEqual([99]);
  });

  test('conditions that name the old field go on to find its customers, indexed anew or not', async () => {
    const choices = [{ id: 'c1', label: '赤' }];
    const old = await aField(api.db, { label: '色', type: 'single_choice', choices });
    const red = await aCustomer(api.db, { fieldValues: { [old.id]: 'c1' } });
    await aCustomer(api.db);
    await new SearchIndexer(api.db).index();
    const search = api.app.get(CustomerSearchService);
    const conditions = { all: [{ field: old.id, op: 'any_of', values: ['c1'] }] } as const;
    expect(await search.find({ conditions }, null, 10)).toEqual([red.id]);
    const field = await changed(old.id, { type: 'text' });
    await convertAll();
    await new SearchIndexer(api.db).index();
    expect(await search.find({ conditions }, null, 10)).toEqual([red.id]);
    expect(await search.count({ conditions: { all: [{ field: field.id, op: 'equals', value: '赤' }] } })).toBe(1);
  });

  test.each(['queued', 'running', 'undoing'])('waits while an import that fills the field is %s', async (state) => {
    const field = await ageOf(['30']);
    await api.db.rows(
      `insert into import_job (file_name, encoding, state, mapping) values ('a.csv', 'utf-8', $2, $1)`,
      [JSON.stringify(['email', `field:${field.id}`]), state],
    );
    const change = () => admin.put(`${path}/${field.id}/type`).send({ type: 'number' });
    expect(await refusal(change())).toBe('409 field-is-being-imported');
    await api.db.rows(`update import_job set state = 'finished'`);
    await change().expect(200);
  });

  test('waits for whoever is writing values, so that none slips into the old field unseen', async () => {
    const old = await ageOf(['30']);
    let changing: Promise<CustomerFieldResponse> | undefined;
    await api.db.tx(async (tx) => {
      await holdFields(tx);
      changing = changed(old.id, { type: 'number' });
      const waiting = `select from pg_locks where relation = 'customer_field'::regclass and not granted`;
      while ((await api.db.rows(waiting)).length === 0) await new Promise((resolve) => setImmediate(resolve));
      await tx.query(
        `insert into customer (email, email_normalised, registered_via, field_values) values ('late@example.jp', 'late@example.jp', 'screen', $1)`,
        [{ [old.id]: '77' }],
      );
    });
    const field = await changing;
    await convertAll();
    expect(await valuesOf(field?.id ?? '')).toEqual([30, 77]);
  });

  test('a field being converted is neither changed again nor retired nor brought back, and no mailing is scheduled', async () => {
    const old = await ageOf(['30']);
    const field = await changed(old.id, { type: 'number' });
    expect(await refusal(admin.delete(`${path}/${field.id}`))).toBe('409 field-is-converting');
    expect(await refusal(admin.post(`${path}/${old.id}/restore`).send({ label: 'x', mergeKey: 'x' }))).toBe(
      '409 field-is-converting',
    );
    expect(await refusal(admin.put(`${path}/${field.id}/type`).send({ type: 'text' }))).toBe('409 field-is-converting');
    const group = await aGroup(api.db, { with: 1 });
    const mailing = await aMailing(api.db, { group });
    const schedule = () =>
      admin
        .post('/api/deliveries')
        .send({ mailingId: mailing.id, groupId: group.id, startsAt: '2099-01-01T00:00:00Z' });
    expect(await refusal(schedule())).toBe('409 field-is-converting');
    await convertAll();
    expect((await schedule()).body.code ?? '').not.toBe('field-is-converting');
    await admin.delete(`${path}/${field.id}`).expect(204);
  });
});

describe('converting survives', () => {
  /** More than two windows of customers, every tenth with a value that does not fit. */
  async function many(): Promise<CustomerField> {
    const field = await aField(api.db, { label: '年齢', mergeKey: 'age', type: 'text' });
    await api.db.rows(
      `insert into customer (email, email_normalised, registered_via, field_values)
       select 'c' || n || '@example.jp', 'c' || n || '@example.jp', 'csv',
              jsonb_build_object($1::text, case when n % 10 = 0 then n || '歳' else n::text end)
         from generate_series(1, 2500) n`,
      [field.id],
    );
    return field;
  }

  async function expectWhole(field: CustomerFieldResponse): Promise<void> {
    expect(await conversionRow()).toMatchObject({ converted_count: 2250, kept_count: 250, done: true });
    const [row] = await api.db.rows<{ right: number; wrong: number }>(
      `select count(*) filter (where field_values -> $1 = to_jsonb(substring(email from 2 for position('@' in email) - 2)::integer))::integer as right,
              count(*) filter (where field_values ? $1)::integer as wrong from customer`,
      [field.id],
    );
    expect(row).toEqual({ right: 2250, wrong: 2250 });
  }

  test('a kill between and within windows: none is lost or counted twice', async () => {
    const old = await many();
    const field = await changed(old.id, { type: 'number', acceptLoss: true });
    const id = await idOfConversion();
    // the second window cannot be written: its transaction ends with nothing done
    await api.db.rows(
      `alter table customer_field_conversion add constraint refused check (converted_count < 1000) not valid`,
    );
    await expect(converter.convert(id)).rejects.toThrow('refused');
    expect(await conversionRow()).toMatchObject({ converted_count: 900, kept_count: 100, done: false });
    expect((await valuesOf(field.id)).filter((value) => value !== null)).toHaveLength(900);
    await api.db.rows('alter table customer_field_conversion drop constraint refused');
    await convertAll();
    await expectWhole(field);
  });

  test('a lost wake-up and two workers at once', async () => {
    const old = await many();
    const field = await changed(old.id, { type: 'number', acceptLoss: true });
    const id = await idOfConversion();
    await Promise.all([converter.convert(id), converter.convert(id)]);
    await convertAll();
    await expectWhole(field);
  });

  test('a customer that somebody holds is neither waited for with others locked, nor left out', async () => {
    const old = await ageOf(['30', '40']);
    const field = await changed(old.id, { type: 'number' });
    const id = await idOfConversion();
    let converting: Promise<void> = Promise.resolve();
    await api.db.tx(async (tx) => {
      await tx.query('select from customer order by id limit 1 for update');
      converting = converter.convert(id);
      while ((await valuesOf(field.id))[1] === null) await new Promise((resolve) => setImmediate(resolve));
      expect(await conversionRow()).toMatchObject({ converted_count: 0, done: false });
    });
    await converting;
    expect(await valuesOf(field.id)).toEqual([30, 40]);
    expect(await conversionRow()).toMatchObject({ converted_count: 2, kept_count: 0, done: true });
  });
});
