import { Injectable } from '@nestjs/common';
import { Database, rowsOf } from '../platform/database/database.js';
import { AppError, invalidField, notFound, type FieldError } from '../platform/http/app-error.js';
import {
  findSenderAddress,
  findSenderUses,
  listSenderAddresses,
  type SenderAddressRow,
  type SenderUse,
} from './sender-addresses.queries.js';

const USES_NAMED = 5;

/** The master list of From addresses (差出人, M-04). */
@Injectable()
export class SenderAddressesService {
  constructor(private readonly db: Database) {}

  list(afterId: string | null, limit: number): Promise<SenderAddressRow[]> {
    return listSenderAddresses(this.db.manager, afterId, limit);
  }

  async find(id: string): Promise<SenderAddressRow> {
    const row = await findSenderAddress(this.db.manager, id);
    if (!row) throw notFound('sender-address');
    return row;
  }

  /** An address that is in the list already is refused. */
  async create(sender: { email: string; displayName: string; replyTo?: string | null }): Promise<SenderAddressRow> {
    const [row] = await this.db.rows<{ id: string }>(
      `insert into sender_address (email, display_name, reply_to) values ($1, $2, $3)
       on conflict (email) do nothing returning id`,
      [domainInLowerCase(sender.email), sender.displayName, sender.replyTo ?? null],
    );
    if (!row) throw taken();
    return this.find(row.id);
  }

  /** Mailings take the new values from now on; deliveries that are scheduled keep what was frozen with them. */
  async change(
    id: string,
    changes: { email?: string; displayName?: string; replyTo?: string | null },
  ): Promise<SenderAddressRow> {
    const email = changes.email === undefined ? null : domainInLowerCase(changes.email);
    await this.db.tx(async (tx) => {
      const same = await rowsOf(tx, 'select from sender_address where email = $1 and id <> $2', [email, id]);
      if (same.length > 0) throw taken();
      const changed = await rowsOf(
        tx,
        `update sender_address set email = coalesce($2, email), display_name = coalesce($3, display_name),
                reply_to = case when $4 then $5 else reply_to end
          where id = $1 returning id`,
        [id, email, changes.displayName ?? null, changes.replyTo !== undefined, changes.replyTo ?? null],
      );
      if (changed.length === 0) throw notFound('sender-address');
    });
    return this.find(id);
  }

  /** Refused while a group or mailing uses it; the answer names some of them. */
  async remove(id: string): Promise<void> {
    await this.db.tx(async (tx) => {
      const rows = await rowsOf(tx, 'select id from sender_address where id = $1 for update', [id]);
      if (rows.length === 0) throw notFound('sender-address');
      const uses = await findSenderUses(tx, id, USES_NAMED);
      if (uses.length > 0) throw inUse(uses);
      await rowsOf(tx, 'delete from sender_address where id = $1', [id]);
    });
  }
}

/** Domains know no case; the local part keeps its own (RFC 5321 §2.4). */
function domainInLowerCase(email: string): string {
  const at = email.lastIndexOf('@');
  return email.slice(0, at) + email.slice(at).toLowerCase();
}

const taken = (): AppError => invalidField('email', 'sender-address-taken', 'is in the list already');

function inUse(uses: readonly SenderUse[]): AppError {
  const errors: FieldError[] = uses.map(({ kind, id, name }) => ({
    field: kind,
    code: `used-by-${kind}`,
    message: name,
    params: { id, name },
  }));
  return new AppError(409, 'sender-address-in-use', 'Groups or mailings use this address: change them first.', errors);
}
