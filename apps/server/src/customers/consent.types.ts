export const CONSENT_SOURCES = ['screen', 'csv', 'api', 'form'] as const;
/** the way in by which a consent was recorded */
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

export const CONSENT_BASES = [
  'form',
  'paper',
  'business_card',
  'business_relation',
  'published_address',
  'other',
] as const;
/** On what the sender may mail: opt-in, or an exception of 特定電子メール法 第3条1項 (J-30). */
export type ConsentBasis = (typeof CONSENT_BASES)[number];

/** What is recorded of a consent, the same for a set of customers. */
export interface Consent {
  readonly groupId: string | null;
  readonly purpose: string;
  readonly source: ConsentSource;
  readonly sourceLabel: string;
  readonly importId?: string | null;
  readonly basis: ConsentBasis;
  readonly note?: string;
  readonly obtainedAt: Date;
  readonly ip?: string | null;
  readonly userAgent?: string | null;
  readonly userId?: string | null;
}
