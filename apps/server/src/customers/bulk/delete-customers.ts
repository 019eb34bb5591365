import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BulkOperationKinds } from '../bulk-operation-kinds.service.js';
import type { BulkBatch, BulkOperationKind, BulkResult } from '../bulk-operation.types.js';
import { CustomerRemover } from '../customer-remover.service.js';

/** 顧客の削除 for many at once: with the memberships and the error counts (C-03). */
@Injectable()
export class DeleteCustomers implements BulkOperationKind, OnModuleInit {
  readonly kind = 'delete';
  readonly permission = 'customer.delete';
  /** each takes its memberships and its row of the search index along */
  readonly batchSize = 1_000;
  readonly lock = 'update';
  readonly mustBeExpected = true;

  constructor(
    private readonly kinds: BulkOperationKinds,
    private readonly remover: CustomerRemover,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  async readParams(): Promise<Record<string, never>> {
    return {};
  }

  async apply(tx: EntityManager, { customerIds }: BulkBatch): Promise<BulkResult> {
    return { changedCount: (await this.remover.remove(tx, customerIds)).length, alreadyCount: 0 };
  }
}
