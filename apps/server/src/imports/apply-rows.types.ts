import type { PoolClient } from 'pg';
import type { CustomerRemover } from '../customers/customer-remover.service.js';
import type { CustomerImage } from '../customers/customer-undo.types.js';
import type { CustomerUpsertService } from '../customers/customer-upsert.service.js';
import type { OptOutImages } from '../customers/opt-out-images.service.js';
import type { OptOutLedger } from '../customers/opt-out-ledger.service.js';
import type { MembershipChanges } from '../groups/membership-changes.service.js';
import type { CheckedRow } from './check-row.js';
import type { ImportSettings } from './import.types.js';
import type { OutcomeSheet } from './outcome-sheet.js';

/** The owners of customers and memberships, as applying rows needs them. */
export interface Owners {
  readonly upserts: CustomerUpsertService;
  readonly memberships: MembershipChanges;
  readonly remover: CustomerRemover;
  readonly ledger: OptOutLedger;
  readonly optOuts: OptOutImages;
}

/** One chunk to be applied, in the open transaction of `client`. */
export interface ChunkWork {
  readonly client: PoolClient;
  readonly importId: string;
  readonly settings: ImportSettings;
  readonly rows: readonly CheckedRow[];
  /** the instant that every customer written carries */
  readonly now: Date;
  readonly userId: string | undefined;
  /** only outcomes are wanted: nothing is kept for an undo, nobody is deleted */
  readonly isRehearsal: boolean;
}

/** What became of the rows, and what an undo has to know. */
export interface ChunkApplied {
  readonly sheet: OutcomeSheet;
  readonly registered: readonly RegisteredCustomer[];
  /** customers that a registration put into the group */
  readonly joined: readonly string[];
  /** rows that other operations changed, as they were; null: none */
  readonly before: RowsBefore | null;
}

export interface RegisteredCustomer {
  readonly id: string;
  readonly address: string;
}

/** A row of another module as JSON. */
export type Image = Readonly<Record<string, unknown>>;

/** A row as it was and as it is now; null: there was or is none. */
export interface RowChange {
  readonly before: Image | null;
  readonly after: Image | null;
}

/** What an operation changed of one customer, to be taken back together or not at all. */
export interface PersonBefore {
  readonly customerId: string;
  readonly memberships: readonly RowChange[];
  /** every row of the ledger, changed or not: what is noted later is told apart by them */
  readonly optOuts: readonly RowChange[];
}

/** What a chunk changed or removed: people whose states it changed, and customers it deleted. */
export interface RowsBefore {
  readonly people: readonly PersonBefore[];
  readonly customers: readonly DeletedCustomer[];
}

/** A customer who was deleted, whole, and every row of the ledger before and after. */
export interface DeletedCustomer extends CustomerImage {
  readonly memberships: readonly Image[];
  readonly optOuts: readonly RowChange[];
}
