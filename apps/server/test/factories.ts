import { hashSync } from '@node-rs/argon2';
import type { DeepPartial } from 'typeorm';
import { CustomerField } from '../src/customers/customer-field.entity.js';
import { Customer } from '../src/customers/customer.entity.js';
import { DeliveryContent } from '../src/delivery/delivery-content.entity.js';
import { Delivery } from '../src/delivery/delivery.entity.js';
import { GroupMembership } from '../src/groups/group-membership.entity.js';
import { Group } from '../src/groups/group.entity.js';
import { Mailing } from '../src/mailings/mailing.entity.js';
import type { Database } from '../src/platform/database/database.js';
import { SenderAddress } from '../src/settings/sender-address.entity.js';
import { BUILT_IN_ROLES } from '../src/users/permissions.js';
import { Role } from '../src/users/role.entity.js';
import { User } from '../src/users/user.entity.js';

// Every factory saves one row with believable values, makes the parents it needs, and returns it.

let serial = 0;
const next = (): number => ++serial;

/** The password of every user made here. */
export const PASSWORD = 'correct horse battery';
let passwordHash: string | undefined;

export async function aRole(db: Database, name: 'admin' | 'creator'): Promise<Role> {
  const roles = db.manager.getRepository(Role);
  await roles.upsert({ name, permissions: [...BUILT_IN_ROLES[name]], builtIn: true }, ['name']);
  return roles.findOneByOrFail({ name });
}

export async function aUser(
  db: Database,
  { role = 'admin', ...values }: Omit<Partial<User>, 'role'> & { role?: 'admin' | 'creator' } = {},
): Promise<User> {
  const email = values.email ?? `user-${next()}@example.jp`;
  passwordHash ??= hashSync(PASSWORD, { memoryCost: 4096, timeCost: 1 });
  return save(db, User, {
    email,
    emailNormalised: email.toLowerCase(),
    name: '山田 花子',
    passwordHash,
    role: await aRole(db, role),
    ...values,
  });
}

export const anAdmin = (db: Database, values: Omit<Partial<User>, 'role'> = {}): Promise<User> =>
  aUser(db, { ...values, role: 'admin' });

export const aCreator = (db: Database, values: Omit<Partial<User>, 'role'> = {}): Promise<User> =>
  aUser(db, { ...values, role: 'creator' });

export function aSender(db: Database, values: Partial<SenderAddress> = {}): Promise<SenderAddress> {
  return save(db, SenderAddress, { email: `news-${next()}@example.jp`, displayName: 'くばり商店', ...values });
}

export function aField(db: Database, values: Partial<CustomerField> = {}): Promise<CustomerField> {
  const n = next();
  return save(db, CustomerField, { label: `項目${n}`, mergeKey: `field_${n}`, type: 'text', position: n, ...values });
}

export function aCustomer(db: Database, values: Partial<Customer> = {}): Promise<Customer> {
  const email = values.email ?? `tanaka-${next()}@example.jp`;
  return save(db, Customer, { email, emailNormalised: email.toLowerCase(), registeredVia: 'screen', ...values });
}

/** A group; `with` makes that many new customers its active members, or takes the given customers. */
export async function aGroup(
  db: Database,
  { with: members = 0, ...values }: Partial<Group> & { with?: number | readonly Customer[] } = {},
): Promise<Group> {
  const group = await save(db, Group, { name: `グループ${next()}`, ...values });
  const customers = typeof members === 'number' ? await customersOf(db, members) : members;
  for (const customer of customers) await aMembership(db, { groupId: group.id, customerId: customer.id });
  return group;
}

async function customersOf(db: Database, count: number): Promise<Customer[]> {
  const customers: Customer[] = [];
  for (let i = 0; i < count; i++) customers.push(await aCustomer(db));
  return customers;
}

export function aMembership(
  db: Database,
  values: Partial<GroupMembership> & { groupId: string; customerId: string },
): Promise<GroupMembership> {
  return save(db, GroupMembership, {
    deliveryState: 'active',
    joinedAt: new Date('2026-10-01T00:00:00Z'),
    joinedVia: 'screen',
    ...values,
  });
}

/** A text mailing that could be delivered: it has a group, a sender and an unsubscribe link. */
export async function aMailing(db: Database, values: Partial<Mailing> = {}): Promise<Mailing> {
  return save(db, Mailing, {
    format: 'text',
    subject: '秋の新商品のご案内',
    textBody: 'いつもありがとうございます。\nhttps://shop.example.jp/autumn\n\n配信停止: {{unsubscribe_url}}\n',
    group: values.group ?? (await aGroup(db)),
    senderAddress: values.senderAddress ?? (await aSender(db)),
    ...values,
  });
}

async function save<E extends object>(db: Database, entity: new () => E, values: Partial<E>): Promise<E> {
  const repository = db.manager.getRepository(entity);
  return repository.save(repository.create(values as DeepPartial<E>));
}

/** A delivery about to be planned, with its content frozen as it would be by scheduling; not checked by anything. */
export async function aDelivery(
  db: Database,
  {
    mailing,
    group,
    content = {},
    ...values
  }: Partial<Omit<Delivery, 'mailing' | 'group'>> & {
    mailing?: Mailing;
    group?: Group;
    content?: Partial<Omit<DeliveryContent, 'deliveryId' | 'delivery'>>;
  } = {},
): Promise<Delivery> {
  const of = group ?? (await aGroup(db));
  const delivery = await save(db, Delivery, {
    mailing: mailing ?? (await aMailing(db, { group: of })),
    group: of,
    groupName: of.name,
    state: 'planning',
    startsAt: new Date('2026-12-01T01:00:00Z'),
    ...values,
  });
  await db.manager.getRepository(DeliveryContent).insert({
    deliveryId: delivery.id,
    format: 'text',
    subject: '秋の新商品のご案内',
    textBody: 'いつもありがとうございます。\n配信停止: {{unsubscribe_url}}\n',
    htmlBody: null,
    senderEmail: 'news@example.jp',
    senderName: 'くばり商店',
    replyTo: null,
    trackLinks: true,
    trackOpens: true,
    mergeKeys: [],
    ...content,
  });
  return delivery;
}
