/** One wrong field of a request: a dotted path, a stable code, and an English sentence for developers. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * A request that cannot go on, for a reason the caller can act on. Becomes application/problem+json (RFC 9457).
 * `code` is a kebab-case sentence, stable across versions; the dashboard translates it.
 */
export class AppError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly FieldError[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'AppError';
  }
}

/** 404: `what` is the glossary word, e.g. notFound('customer'). */
export function notFound(what: string): AppError {
  return new AppError(404, `${what}-not-found`, `No such ${what.replaceAll('-', ' ')}.`);
}

/** 409: the thing is not in a state that allows this. */
export function conflict(code: string, message: string): AppError {
  return new AppError(409, code, message);
}

/** 422: fields that are well-formed but break a rule. */
export function invalid(errors: readonly FieldError[]): AppError {
  return new AppError(422, 'invalid-request', errors.map((e) => `${e.field}: ${e.message}`).join('; '), errors);
}

/** 422 for a single field. */
export function invalidField(field: string, code: string, message: string, params?: FieldError['params']): AppError {
  return invalid([params ? { field, code, message, params } : { field, code, message }]);
}
