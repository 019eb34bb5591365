import type { EntityManager } from 'typeorm';
import type { AppError } from '../platform/http/app-error.js';

/** Every kind of condition there is besides fields. Both roles refuse to start when a module does not register its own. */
export const CONDITION_KINDS = [
  'status',
  'error_count',
  'registered',
  'updated',
  'registered_via',
  'group',
  'delivery',
  'link',
] as const;
export type ConditionKindName = (typeof CONDITION_KINDS)[number];

/** A condition on something else than a field; its shape is the business of the module that registers the kind. */
export interface KindCondition {
  readonly kind: string;
  readonly [part: string]: unknown;
}

/** A kind of condition that a module contributes. */
export interface ConditionKind {
  readonly kind: ConditionKindName;
  /** checks what came from outside; the condition in the form that is stored. Throw what `refuse` returns */
  read(input: Readonly<Record<string, unknown>>, refuse: RefusePart): KindCondition;
  /** when it holds: a boolean, never null, over the alias `c` (customer); every value through bind() */
  toSql(condition: KindCondition, bind: Bind, today: Day): string;
  /** the customers for whom it holds, when they can be named without looking at everybody */
  members?(condition: KindCondition, bind: Bind, today: Day): MemberSet | null;
  /** its part of the sentence in both languages; `name` is what `refersTo` found */
  describe(condition: KindCondition, name: string | null): Phrase;
  /** the row elsewhere that it names, if it names one */
  readonly refersTo?: Reference;
}

/** Customers by id, so that a search need not look at everybody else. */
export interface MemberSet {
  /** `select … as customer_id`, each at most once */
  readonly sql: string;
  /** an index gives them newest first; else they are gathered */
  readonly isOrdered: boolean;
  /** some of them may be deleted customers */
  readonly mayBeGone: boolean;
}

/** How a condition names a row of another table: whether it is still there, and what people call it. */
export interface Reference {
  /** the part of the condition that names it, e.g. groupId */
  readonly part: string;
  keyOf(condition: KindCondition): string | null;
  /** those of the keys that exist, in one statement */
  lookUp(keys: readonly string[], em: EntityManager): Promise<ReadonlyMap<string, Referent>>;
}

export interface Referent {
  readonly name: string;
  /** why no condition can be asked of it although it exists */
  readonly problem?: { readonly code: string; readonly message: string };
}

/** A clause of the sentence in one language: as it stands before another clause, and as it stands at the end. */
export interface Clause {
  readonly middle: string;
  readonly end: string;
}

/** A clause in both languages of the dashboard. */
export interface Phrase {
  readonly ja: Clause;
  readonly en: string;
}

/** The refusal of one part of a condition with a stable code. */
export type RefusePart = (part: string, code: string, message: string) => AppError;

/** A day of Japan, YYYY-MM-DD (J-20). */
export type Day = string;

/** Adds a value to the parameters of the statement and returns its placeholder, e.g. $3. */
export type Bind = (value: unknown) => string;

/** The bind() of a parameter list. */
export function binder(params: unknown[]): Bind {
  return (value) => `$${params.push(value)}`;
}
