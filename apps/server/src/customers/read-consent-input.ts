import type { FieldError } from '../platform/http/app-error.js';
import type { Consent, ConsentBasis, ConsentSource } from './consent.types.js';

/** A consent as it comes in. */
export interface ConsentInput {
  readonly purpose: string;
  readonly basis: ConsentBasis;
  readonly groupId?: string | null | undefined;
  readonly obtainedAt?: string | undefined;
  readonly source?: Exclude<ConsentSource, 'csv'> | undefined;
  readonly sourceLabel?: string | undefined;
  readonly note?: string | undefined;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** The request that brings a consent, and who makes it. */
export interface ConsentOrigin {
  readonly userId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Clocks of two computers differ; so much of the future is still now. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * What is to be recorded. On the screen the request is the operator's own, and its address is evidence of who recorded
 * it; a program passes on the address of the person it heard from, and never lends its own.
 */
export function readConsentInput(
  input: ConsentInput,
  origin: ConsentOrigin,
  now: Date,
): { readonly consent: Consent; readonly errors: readonly FieldError[] } {
  const { source = 'screen' } = input;
  const obtainedAt = input.obtainedAt === undefined ? now : new Date(input.obtainedAt);
  const isScreen = source === 'screen';
  const errors: FieldError[] = [];
  if (obtainedAt.getTime() > now.getTime() + TOLERANCE_MS)
    errors.push({ field: 'obtainedAt', code: 'in-the-future', message: 'must not be in the future' });
  return {
    consent: {
      groupId: input.groupId ?? null,
      purpose: input.purpose,
      source,
      sourceLabel: input.sourceLabel ?? '',
      basis: input.basis,
      note: input.note ?? '',
      obtainedAt,
      ip: isScreen ? origin.ip : (input.ip ?? null),
      userAgent: isScreen ? origin.userAgent : (input.userAgent ?? null),
      userId: origin.userId,
    },
    errors,
  };
}
