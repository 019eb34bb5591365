import { AddressHasher } from '../src/customers/address-hash.service.js';
import { CustomerRemover } from '../src/customers/customer-remover.service.js';
import { OptOutLedger } from '../src/customers/opt-out-ledger.service.js';
import type { Clock } from '../src/platform/clock.js';
import type { Database } from '../src/platform/database/database.js';
import { SettingsService } from '../src/settings/settings.service.js';
import { TestClock } from './clock.js';
import { testEnv } from './env.js';

/** The hashes of every test without a secret of its own. */
export const testHasher = (): AddressHasher => new AddressHasher(testEnv('postgres://unused'));

/** What deletes customers, without the application around it. */
export function customerRemover(db: Database, clock: Clock = new TestClock()): CustomerRemover {
  const hasher = testHasher();
  return new CustomerRemover(hasher, new OptOutLedger(hasher), new SettingsService(db, clock), clock);
}
