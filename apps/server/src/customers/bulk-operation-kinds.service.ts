import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BULK_OPERATION_KINDS, type BulkOperationKind, type BulkOperationKindName } from './bulk-operation.types.js';

/** Every kind of bulk operation; modules register theirs when they start, in both roles alike. */
@Injectable()
export class BulkOperationKinds implements OnApplicationBootstrap {
  private readonly kinds = new Map<BulkOperationKindName, BulkOperationKind>();

  /** Call from onModuleInit. */
  register(kind: BulkOperationKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`Two bulk operation kinds are named ${kind.kind}`);
    this.kinds.set(kind.kind, kind);
  }

  /** An operation ordered in one role must be known in the other: both have exactly the kinds of the list. */
  onApplicationBootstrap(): void {
    const missing = BULK_OPERATION_KINDS.find((name) => !this.kinds.has(name));
    if (missing) throw new Error(`No module registered the bulk operation kind ${missing}`);
  }

  get(name: BulkOperationKindName): BulkOperationKind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`No such bulk operation kind: ${name}`);
    return kind;
  }
}
