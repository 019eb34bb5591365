import { Injectable } from '@nestjs/common';
import type { ConditionKind } from './condition-kind.types.js';
import { CUSTOMER_CONDITION_KINDS } from './search/customer-condition-kinds.js';

/** Every kind of condition there is besides fields; modules register theirs when they start. */
@Injectable()
export class ConditionKinds {
  private readonly kinds = new Map<string, ConditionKind>(CUSTOMER_CONDITION_KINDS.map((kind) => [kind.kind, kind]));

  /** Call from onModuleInit. */
  register(kind: ConditionKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`Two condition kinds are named ${kind.kind}`);
    this.kinds.set(kind.kind, kind);
  }

  get(kind: string): ConditionKind | undefined {
    return this.kinds.get(kind);
  }
}
