/** How one kind of job behaves. Payloads are ids only: PostgreSQL holds the truth, a job merely wakes a worker. */
interface JobKind {
  /** jobs of this kind running at once in one worker */
  readonly concurrency: number;
  /** tries before it is reported as failed; the sweep wakes the work again anyway */
  readonly attempts: number;
  /** what makes the job again when Redis has lost it */
  readonly wokenBy: string;
}

/** The payload of every background job. */
export interface JobPayloads {
  'delivery.plan': { readonly deliveryId: string };
  'delivery.send': { readonly deliveryId: string; readonly lane: number };
  'delivery.prune': { readonly day: string };
  'tracking.apply': { readonly reason: 'stored' | 'sweep' };
  'imports.run': { readonly importId: string };
  'imports.rehearse': { readonly importId: string };
  'imports.undo': { readonly importId: string };
  'imports.prune': { readonly day: string };
  'customers.index': { readonly reason: 'changed' | 'sweep' };
  'customers.prune': { readonly day: string };
  'customers.erase': { readonly erasureId: string };
  'customers.convert': { readonly conversionId: string };
  'customers.lift-suppressions': { readonly reason: 'added' | 'sweep' };
  'groups.align-states': { readonly reason: 'asked' | 'sweep' };
  'settings.send-notices': { readonly reason: 'added' | 'sweep' };
}

export type JobName = keyof JobPayloads;

/** Every background job there is. One Bull queue per job: Bull adds up the concurrency of processors in one queue. */
export const JOBS: { readonly [N in JobName]: JobKind } = {
  'delivery.plan': { concurrency: 1, attempts: 3, wokenBy: 'delivery-sweeper: deliveries due or left in planning' },
  'delivery.send': { concurrency: 4, attempts: 1, wokenBy: 'delivery-sweeper: open batches of deliveries in sending' },
  'delivery.prune': { concurrency: 1, attempts: 1, wokenBy: 'delivery-sweeper: once a day' },
  'tracking.apply': { concurrency: 1, attempts: 1, wokenBy: 'notification-sweeper: notifications not yet applied' },
  'imports.run': { concurrency: 1, attempts: 3, wokenBy: 'import-sweeper: imports queued or whose lease ran out' },
  'imports.rehearse': { concurrency: 1, attempts: 1, wokenBy: 'import-sweeper: rehearsals asked for or left' },
  'imports.undo': { concurrency: 1, attempts: 3, wokenBy: 'import-sweeper: imports that are being taken back' },
  'imports.prune': { concurrency: 1, attempts: 1, wokenBy: 'import-sweeper: once a day' },
  'customers.index': {
    concurrency: 1,
    attempts: 1,
    wokenBy: 'search-indexer: customers changed since they were indexed',
  },
  'customers.prune': { concurrency: 1, attempts: 1, wokenBy: 'customers.processor: once a day' },
  'customers.erase': { concurrency: 1, attempts: 1, wokenBy: 'customers.processor: erasures not finished' },
  'customers.convert': {
    concurrency: 1,
    attempts: 3,
    wokenBy: 'customers-processor: changes of field type that are not finished',
  },
  'customers.lift-suppressions': {
    concurrency: 1,
    attempts: 1,
    wokenBy: 'customers-processor: resets whose address is still to be lifted at SES',
  },
  'groups.align-states': {
    concurrency: 1,
    attempts: 1,
    wokenBy: 'groups-processor: an alignment of delivery states that is not finished',
  },
  'settings.send-notices': {
    concurrency: 1,
    attempts: 1,
    wokenBy: 'settings-processor: notices due in the outbox',
  },
};

export const JOB_NAMES = Object.keys(JOBS) as JobName[];
