import { Initial1795432400000 } from './1795432400000-initial.js';
import { SearchIndexAndDomainGroups1795432500000 } from './1795432500000-search-index-and-domain-groups.js';
import { AddEventPipeline1795432610000 } from './1795432610000-add-event-pipeline.js';
import { SearchCustomersByText1795432620000 } from './1795432620000-search-customers-by-text.js';
import { FindCustomersByStartOfAddress1795432630000 } from './1795432630000-find-customers-by-start-of-address.js';
import { AddBreakerAndClickTotals1795432640000 } from './1795432640000-add-breaker-and-click-totals.js';
import { AddDeliveryFigures1795432650000 } from './1795432650000-add-delivery-figures.js';
import { TunePlanningAndSending1795432660000 } from './1795432660000-tune-planning-and-sending.js';
import { NoteWhenTheEventQueueWasEmpty1795432670000 } from './1795432670000-note-when-the-event-queue-was-empty.js';
import { AddOptOutsErrorsConsentsAndTally1795440000000 } from './1795440000000-add-opt-outs-errors-consents-and-tally.js';
import { RestrictFieldValues1795440010000 } from './1795440010000-restrict-field-values.js';
import { ConvertFields1795440010001 } from './1795440010001-convert-fields.js';
import { AddSegments1795440020000 } from './1795440020000-add-segments.js';
import { AddBulkOperations1795440030000 } from './1795440030000-add-bulk-operations.js';
import { AddCustomerExports1795440030001 } from './1795440030001-add-customer-exports.js';
import { ImportOperationsUndoAndRehearsal1795440040000 } from './1795440040000-import-operations-undo-and-rehearsal.js';
import { AddNoticesAndHealthOfAddresses1795440050000 } from './1795440050000-add-notices-and-health-of-addresses.js';
import { RememberDeletions1795440060000 } from './1795440060000-remember-deletions.js';
import { WithdrawConsentByStop1795440061000 } from './1795440061000-withdraw-consent-by-stop.js';
import { AddErasure1795440062000 } from './1795440062000-add-erasure.js';
import { NameTablesNotSearched1795440063000 } from './1795440063000-name-tables-not-searched.js';
import { GiveImportsUp1795440064000 } from './1795440064000-give-imports-up.js';
import { NameImportFiles1795440064001 } from './1795440064001-name-import-files.js';
import { CountUndos1795440064002 } from './1795440064002-count-undos.js';
import { NoteRefusalsInLedger1795440070000 } from './1795440070000-note-refusals-in-ledger.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  Initial1795432400000,
  SearchIndexAndDomainGroups1795432500000,
  AddEventPipeline1795432610000,
  SearchCustomersByText1795432620000,
  FindCustomersByStartOfAddress1795432630000,
  AddBreakerAndClickTotals1795432640000,
  AddDeliveryFigures1795432650000,
  TunePlanningAndSending1795432660000,
  NoteWhenTheEventQueueWasEmpty1795432670000,
  AddOptOutsErrorsConsentsAndTally1795440000000,
  RestrictFieldValues1795440010000,
  ConvertFields1795440010001,
  AddSegments1795440020000,
  AddBulkOperations1795440030000,
  AddCustomerExports1795440030001,
  ImportOperationsUndoAndRehearsal1795440040000,
  AddNoticesAndHealthOfAddresses1795440050000,
  RememberDeletions1795440060000,
  WithdrawConsentByStop1795440061000,
  AddErasure1795440062000,
  NameTablesNotSearched1795440063000,
  GiveImportsUp1795440064000,
  NameImportFiles1795440064001,
  CountUndos1795440064002,
  NoteRefusalsInLedger1795440070000,
];
