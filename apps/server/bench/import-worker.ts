import 'reflect-metadata';
import type { PinoLogger } from 'nestjs-pino';
import { AddressHasher } from '../src/customers/address-hash.service.js';
import { ConsentRecords } from '../src/customers/consent-records.service.js';
import { CustomerRemover } from '../src/customers/customer-remover.service.js';
import { CustomerUpsertService } from '../src/customers/customer-upsert.service.js';
import { LaunderingDetector } from '../src/customers/laundering-detector.service.js';
import { OptOutImages } from '../src/customers/opt-out-images.service.js';
import { OptOutLedger } from '../src/customers/opt-out-ledger.service.js';
import { RecordCount } from '../src/customers/record-count.service.js';
import { MembershipChanges } from '../src/groups/membership-changes.service.js';
import { RowApplier } from '../src/imports/apply-rows.js';
import type { CompletionMail } from '../src/imports/completion-mail.js';
import { ImportRunner } from '../src/imports/import-runner.js';
import { NewCustomerNotes } from '../src/imports/new-customer-notes.js';
import { SystemClock } from '../src/platform/clock.js';
import { readEnv } from '../src/platform/config/env.js';
import { createDataSource } from '../src/platform/database/data-source.js';
import { Database } from '../src/platform/database/database.js';
import { DiskStorage } from '../src/platform/storage/storage.js';
import { SettingsService } from '../src/settings/settings.service.js';

// Runs imports in a process of its own, apart from whoever made the file, so that its CPU time and memory can be read.
async function main(): Promise<void> {
  const env = readEnv();
  const dataSource = createDataSource(env);
  await dataSource.initialize();
  const runner = runnerOf(new Database(dataSource), env);
  process.on('message', (importId: string) => {
    const before = process.cpuUsage();
    void runner.run(importId).then(
      () => {
        const { user, system } = process.cpuUsage(before);
        const megabytes = Math.round(process.resourceUsage().maxRSS / 1000);
        process.send?.({ cpuSeconds: (user + system) / 1e6, megabytes });
      },
      (error: unknown) => fail(error),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}

function runnerOf(db: Database, env: ReturnType<typeof readEnv>): ImportRunner {
  const clock = new SystemClock();
  const settings = new SettingsService(db, clock);
  const hasher = new AddressHasher(env);
  const ledger = new OptOutLedger(hasher);
  const applier = new RowApplier(
    new CustomerUpsertService(new RecordCount(db, settings)),
    new MembershipChanges(ledger, settings, clock),
    new CustomerRemover(hasher, ledger, settings, clock),
    ledger,
    new OptOutImages(hasher, ledger),
  );
  const notes = new NewCustomerNotes(db, hasher, new ConsentRecords(db, clock, hasher), new LaunderingDetector(clock));
  const mail = { report: () => Promise.resolve() } as unknown as CompletionMail;
  const logger = { warn: () => undefined } as unknown as PinoLogger;
  return new ImportRunner(db, new DiskStorage(env), applier, notes, mail, clock, logger, env);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
