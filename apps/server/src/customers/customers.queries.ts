import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { CustomerStatus, RegistrationRoute } from './customer.types.js';
import type { FieldValues } from './field.types.js';

/** A customer as lists and pages show it. */
export interface CustomerRow {
  readonly id: string;
  readonly email: string;
  readonly status: CustomerStatus;
  readonly error_count: number;
  readonly status_changed_at: Date | null;
  readonly registered_via: RegistrationRoute;
  readonly field_values: FieldValues;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly groups: GroupOfCustomer[];
}

/** A group a customer is in, for a badge. */
export interface GroupOfCustomer {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly deliveryState: 'active' | 'stopped' | 'banned';
}

/** The customers of those ids with their groups, newest first. Reads the groups' tables; only groups write them. */
export function readCustomers(em: EntityManager, ids: readonly string[]): Promise<CustomerRow[]> {
  return rowsOf<CustomerRow>(
    em,
    `select c.id, c.email, c.status, c.error_count, c.status_changed_at, c.registered_via, c.field_values,
            c.created_at, c.updated_at, coalesce(g.groups, '[]') as groups
       from customer c
       left join lateral (
         select jsonb_agg(jsonb_build_object('id', d.id::text, 'name', d.name, 'colour', d.colour,
                                             'deliveryState', m.delivery_state) order by d.id) as groups
           from group_membership m join delivery_group d on d.id = m.group_id where m.customer_id = c.id) g on true
      where c.id = any ($1::bigint[])
      order by c.id desc`,
    [ids],
  );
}

/** The numbers of the tabs: two of them by partial index, the whole by the primary key. */
export async function countByStatus(em: EntityManager): Promise<{ all: number; error: number; stopped: number }> {
  const [row] = await rowsOf<{ all: string; error: string; stopped: string }>(
    em,
    `select (select count(*) from customer) as all,
            (select count(*) from customer where status = 'error') as error,
            (select count(distinct customer_id) from group_membership where delivery_state = 'stopped') as stopped`,
  );
  return { all: Number(row?.all ?? 0), error: Number(row?.error ?? 0), stopped: Number(row?.stopped ?? 0) };
}
