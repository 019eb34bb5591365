import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { QueryFailedError } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { AppError } from '../../platform/http/app-error.js';
import { BulkOperationKinds } from '../bulk-operation-kinds.service.js';
import type { BulkResult } from '../bulk-operation.types.js';
import { CustomerTargets } from '../customer-targets.js';
import {
  BULK_LEASE_MS,
  claimOperation,
  endOperation,
  recordBatch,
  releaseLease,
  renewLease,
  type ClaimedOperation,
} from './bulk-operations.queries.js';

/** Tries of one batch that runs into others. */
const MOST_TRIES = 8;
/** Starts without a batch that succeeded; then the operation is given up instead of being tried for ever. */
const MOST_STARTS = 10;

/** The lease was taken over or the operation was canceled: what is committed stays, nothing more is written. */
class LeaseLost extends Error {}

/**
 * Goes through the customers of one operation, newest to oldest, batch by batch. What the kind does, the counts and the
 * cursor are one transaction, so a killed worker continues behind the last batch that was committed: nobody is worked on
 * twice, and nobody is forgotten.
 */
@Injectable()
export class BulkOperationRunner implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly db: Database,
    private readonly kinds: BulkOperationKinds,
    private readonly targets: CustomerTargets,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** The process is ending: the batch at hand is finished, the rest is another worker's. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** Runs the operation to its end; returns quietly when it is not to be run or somebody else runs it. */
  async run(operationId: string): Promise<void> {
    const operation = await claimOperation(this.db, operationId, randomUUID(), this.clock.now());
    if (!operation) return;
    const renewal = setInterval(() => {
      renewLease(this.db, operation, this.clock.now()).catch((error: unknown) =>
        this.logger.warn({ err: error, operationId }, 'lease of a bulk operation not renewed'),
      );
    }, BULK_LEASE_MS / 3);
    try {
      if (operation.tryCount > MOST_STARTS) await this.fail(operation, 'given-up');
      else await this.goThrough(operation);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (error instanceof AppError && error.status < 500) return await this.fail(operation, error.code);
      await releaseLease(this.db, operation);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  private async goThrough(operation: ClaimedOperation): Promise<void> {
    const { batchSize } = this.kinds.get(operation.kind);
    for (let below = operation.cursorId; ;) {
      if (this.isStopping) return releaseLease(this.db, operation);
      const ids = await this.targets.next(operation.target, below, batchSize);
      const last = ids.at(-1);
      if (last === undefined) return endOperation(this.db, operation, { state: 'finished' }, this.clock.now());
      await this.doBatch(operation, ids, last);
      below = last;
    }
  }

  /** Others may hold the same customers: the batch is then simply done again. */
  private async doBatch(operation: ClaimedOperation, ids: readonly string[], cursorId: string): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.tryBatch(operation, ids, cursorId);
      } catch (error) {
        if (tried >= MOST_TRIES || !isRetryable(error)) throw error;
      }
    }
  }

  private tryBatch(operation: ClaimedOperation, ids: readonly string[], cursorId: string): Promise<void> {
    const kind = this.kinds.get(operation.kind);
    return this.db.tx(async (tx) => {
      const customerIds = await this.targets.lock(tx, operation.target, ids, kind.lock);
      const batch = { customerIds, params: operation.params, userId: operation.createdBy };
      const result: BulkResult =
        customerIds.length === 0 ? { changedCount: 0, alreadyCount: 0 } : await kind.apply(tx, batch);
      const done = { ...result, cursorId, doneCount: ids.length };
      if (!(await recordBatch(tx, operation, done, this.clock.now()))) throw new LeaseLost();
    });
  }

  private async fail(operation: ClaimedOperation, failure: string): Promise<void> {
    this.logger.warn({ operationId: operation.id, failure }, 'bulk operation failed');
    await endOperation(this.db, operation, { state: 'failed', failure }, this.clock.now());
  }
}

/** Deadlock, lock not available, and a row that another one refers to and that was deleted meanwhile. */
const RETRYABLE: readonly unknown[] = ['40P01', '55P03', '23503'];

function isRetryable(error: unknown): boolean {
  return error instanceof QueryFailedError && RETRYABLE.includes((error.driverError as { code?: unknown }).code);
}
