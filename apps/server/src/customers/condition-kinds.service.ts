import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONDITION_KINDS, type ConditionKind } from './condition-kind.types.js';
import { CUSTOMER_CONDITION_KINDS } from './search/customer-condition-kinds.js';

/** Every kind of condition there is besides fields; modules register theirs when they start. */
@Injectable()
export class ConditionKinds implements OnApplicationBootstrap {
  private readonly kinds = new Map<string, ConditionKind>(CUSTOMER_CONDITION_KINDS.map((kind) => [kind.kind, kind]));

  /** Call from onModuleInit. */
  register(kind: ConditionKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`Two condition kinds are named ${kind.kind}`);
    this.kinds.set(kind.kind, kind);
  }

  get(kind: string): ConditionKind | undefined {
    return this.kinds.get(kind);
  }

  /** A role that lacks a kind could not read segments which the other has stored: it must not start. */
  onApplicationBootstrap(): void {
    const missing = CONDITION_KINDS.filter((kind) => !this.kinds.has(kind));
    if (missing.length > 0) throw new Error(`No module registers conditions of the kind ${missing.join(', ')}`);
  }
}
