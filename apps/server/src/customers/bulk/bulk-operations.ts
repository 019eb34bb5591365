import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/app-error.js';
import { decodeIdCursor, toPage, type Page } from '../../platform/http/pagination.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { assertMay, type CurrentUserInfo } from '../../users/requires.decorator.js';
import { BulkOperationKinds } from '../bulk-operation-kinds.service.js';
import { CustomerTargets } from '../customer-targets.js';
import {
  toBulkOperationResponse,
  type BulkOperationResponse,
  type CreateBulkOperationRequest,
} from './bulk-operations.dto.js';
import { countChanged, countMissing, nobodyFound, operationStateForbids } from './bulk-operations.errors.js';
import { cancelOperation, insertOperation, readOperations } from './bulk-operations.queries.js';

/** Orders, shows and cancels bulk operations; BulkOperationRunner does them. */
@Injectable()
export class BulkOperations {
  constructor(
    private readonly db: Database,
    private readonly kinds: BulkOperationKinds,
    private readonly targets: CustomerTargets,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Freezes what is meant and queues it. 403 without the permission of the kind, 409 when the number has changed. */
  async order(request: CreateBulkOperationRequest, user: CurrentUserInfo): Promise<BulkOperationResponse> {
    const kind = this.kinds.get(request.kind);
    assertMay(user, kind.permission);
    const target = await this.targets.read(request.target);
    const params = await kind.readParams(request.params ?? {});
    const { expectedCount } = request;
    if (kind.mustBeExpected && 'query' in target && expectedCount === undefined) throw countMissing();
    const cursorId = await this.targets.start();
    const totalCount = await this.targets.count(target);
    if (expectedCount !== undefined && expectedCount !== totalCount) throw countChanged(totalCount);
    if (totalCount === 0) throw nobodyFound();
    const id = await insertOperation(
      this.db,
      { kind: request.kind, params, target, totalCount, cursorId, createdBy: user.id },
      this.clock.now(),
    );
    await this.jobs.wake('customers.bulk', { operationId: id }, { jobId: `bulk-${id}` });
    return this.get(id);
  }

  /** 404 when there is none. */
  async get(id: string): Promise<BulkOperationResponse> {
    const [row] = await readOperations(this.db, { id, limit: 1 });
    if (!row) throw notFound('bulk-operation');
    return toBulkOperationResponse(row);
  }

  /** Newest first. */
  async page(cursor: string | undefined, limit: number): Promise<Page<BulkOperationResponse>> {
    const rows = await readOperations(this.db, { below: decodeIdCursor(cursor), limit: limit + 1 });
    return toPage(rows, limit, toBulkOperationResponse, (row) => [row.id]);
  }

  /** Stops it at its next batch; what is done stays done. 409 when it has ended. */
  async cancel(id: string, user: CurrentUserInfo): Promise<BulkOperationResponse> {
    const operation = await this.get(id);
    assertMay(user, this.kinds.get(operation.kind).permission);
    if (!(await cancelOperation(this.db, id, this.clock.now())))
      throw operationStateForbids((await this.get(id)).state);
    return this.get(id);
  }
}
