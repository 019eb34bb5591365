import type { AppError } from '../platform/http/app-error.js';

/** A condition on something else than a field; its shape is the business of the module that registers the kind. */
export interface KindCondition {
  readonly kind: string;
  readonly [part: string]: unknown;
}

/** A kind of condition that a module contributes: `read` checks what came from outside, `toSql` says when it holds. */
export interface ConditionKind {
  readonly kind: string;
  /** the condition in the form that is stored; throw what `refuse` returns, it names the wrong part */
  read(input: Readonly<Record<string, unknown>>, refuse: RefusePart): KindCondition;
  /** a boolean, never null, over the alias `c` (customer); every value through bind() */
  toSql(condition: KindCondition, bind: Bind): string;
}

/** The refusal of one part of a condition with a stable code. */
export type RefusePart = (part: string, code: string, message: string) => AppError;

/** Adds a value to the parameters of the statement and returns its placeholder, e.g. $3. */
export type Bind = (value: unknown) => string;

/** The bind() of a parameter list. */
export function binder(params: unknown[]): Bind {
  return (value) => `$${params.push(value)}`;
}
