import { GetSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCustomer, aGroup } from '../factories.js';
import { startMailLab, until, type Delivered, type MailLab } from './mail-lab.js';

let lab: MailLab;
let delivered: Delivered;
let ses: SESv2Client;

const HARD = 'hard@sim.test';
const COMPLAINS = 'complain@sim.test';

const idOf = (email: string): string => delivered.customers.find((customer) => customer.email === email)?.id ?? '';
const isSuppressed = (EmailAddress: string): Promise<boolean> =>
  ses.send(new GetSuppressedDestinationCommand({ EmailAddress })).then(
    () => true,
    () => false,
  );
interface Health {
  readonly status: string;
  readonly errorCount: number;
  readonly suppressionLift: { readonly liftedAt: string | null } | null;
}
const health = async (email: string): Promise<Health> =>
  (await lab.agent.get(`/api/customers/${idOf(email)}/address-health`).expect(200)).body as Health;
const statesOf = async (customerId: string): Promise<string[]> =>
  (
    (await lab.agent.get(`/api/customers/${customerId}/memberships`).expect(200)).body as {
      items: { deliveryState: string; stateChangedVia: string }[];
    }
  ).items.map((one) => `${one.deliveryState} ${one.stateChangedVia}`);

beforeAll(async () => {
  lab = await startMailLab('queue');
  const { url: endpoint, region, credentials } = lab.sandbox;
  ses = new SESv2Client({ endpoint, region, credentials });
  delivered = await lab.deliver([HARD, COMPLAINS]);
});
afterAll(async () => {
  ses.destroy();
  await lab.close();
});

describe('a bounce, and the way back', () => {
  test('C-58 the bounce takes the customer to status error, and the history has the server’s words', async () => {
    await until(
      () => health(HARD),
      ({ status }) => status === 'error',
    );
    const { body } = await lab.agent.get(`/api/customers/${idOf(HARD)}/errors`).expect(200);
    expect((body as { items: unknown[] }).items).toMatchObject([
      {
        kind: 'unknown_user',
        countsAs: 'hard',
        answer: expect.stringContaining('550'),
        deliveryId: delivered.deliveryId,
      },
    ]);
    expect(await isSuppressed(HARD)).toBe(true);
  });

  test('C-15 resetting the customer lifts the suppression at SES, or the next mail would bounce again', async () => {
    await lab.agent.post(`/api/customers/${idOf(HARD)}/reset-status`).expect(200);
    const after = await until(
      () => health(HARD),
      ({ suppressionLift }) => suppressionLift?.liftedAt !== null,
    );
    expect(after).toMatchObject({ status: 'ok', errorCount: 0 });
    expect(await isSuppressed(HARD)).toBe(false);
  });
});

describe('a complaint (J-36)', () => {
  test('stops every group of the person, and the account remembers the address', async () => {
    const states = await until(
      () => statesOf(idOf(COMPLAINS)),
      ([state]) => state !== 'active null',
    );
    expect(states).toEqual(['stopped complaint']);
    const rows = await lab.api.db.rows(`select scope, reason from opt_out`);
    expect(rows).toEqual([{ scope: 'account', reason: 'complained' }]);
  });

  test('deleting the customer and importing the address again leaves it stopped, in a new group too', async () => {
    await lab.agent.delete(`/api/customers/${idOf(COMPLAINS)}`).expect(204);
    const group = await aGroup(lab.api.db);
    const bytes = Buffer.from(`メールアドレス\n${COMPLAINS}\nother@example.jp\n`);
    const created = await lab.agent
      .post('/api/imports')
      .send({ fileName: '顧客.csv', fileBytes: bytes.length })
      .expect(201);
    const path = `/api/imports/${(created.body as { id: string }).id}`;
    await lab.agent.put(`${path}/content`).set('Content-Type', 'text/csv').send(bytes).expect(200);
    const { body: preview } = await lab.agent.get(`${path}/preview`).expect(200);
    const { encoding, delimiter } = preview as { encoding: string; delimiter: string };
    await lab.agent
      .post(`${path}/start`)
      .send({
        encoding,
        delimiter,
        hasHeader: true,
        mapping: ['email'],
        overwrite: false,
        emptyCells: 'keep',
        groupId: group.id,
      })
      .expect(200);
    const job = await until(
      async () => (await lab.agent.get(path).expect(200)).body as { state: string; counts: object },
      ({ state }) => state === 'finished',
    );
    expect(job).toMatchObject({ counts: { success: 1, stopped: 1 } });
    const [again] = await lab.api.db.rows<{ id: string }>('select id from customer where email = $1', [COMPLAINS]);
    expect(await statesOf(again?.id ?? '')).toEqual(['stopped ledger']);
  });

  test('the screen and the API bring nobody back either', async () => {
    const [again] = await lab.api.db.rows<{ id: string }>('select id from customer where email = $1', [COMPLAINS]);
    await lab.agent.delete(`/api/customers/${again?.id}`).expect(204);
    const made = await lab.agent.post('/api/customers').send({ email: COMPLAINS, fields: {} }).expect(201);
    const { id } = made.body as { id: string };
    const group = await aGroup(lab.api.db, { with: [await aCustomer(lab.api.db)] });
    const added = await lab.agent
      .post(`/api/groups/${group.id}/members`)
      .send({ customerIds: [id] })
      .expect(200);
    expect(added.body).toEqual({ addedCount: 1, heldBackCount: 1, alreadyCount: 0 });
    expect(await statesOf(id)).toEqual(['stopped ledger']);
  });
});
